namespace Sinter.Cli.Recipes;

/// <summary>The <c>clean</c> section: which documents are kept.</summary>
internal sealed record CleanSection
{
    /// <summary>Documents with fewer words are dropped.</summary>
    [RecipeKey("Documents with fewer words are dropped.", Minimum = 0, Maximum = 1_000_000)]
    public int MinimumWords { get; init; } = 3;

    /// <summary>The greatest share of paragraphs that may repeat earlier ones.</summary>
    [RecipeKey("Greatest share of a document's paragraphs that may repeat earlier ones in it.", Minimum = 0, Maximum = 1)]
    public double MaximumDuplicateParagraphs { get; init; } = 0.3;

    /// <summary>The greatest share of characters in such paragraphs.</summary>
    [RecipeKey("Greatest share of a document's characters that may lie in repeated paragraphs.", Minimum = 0, Maximum = 1)]
    public double MaximumDuplicateCharacters { get; init; } = 0.2;

    /// <summary>Whether documents with the text of an earlier one are dropped.</summary>
    [RecipeKey("Whether a document whose text equals that of an earlier one is dropped.")]
    public bool ExactDuplicates { get; init; } = true;
}
