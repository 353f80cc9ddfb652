namespace Sinter.Cli.Recipes;

/// <summary>The <c>decontaminate</c> section: documents that hold items of evaluation sets go. The stage is there where sets are named.</summary>
internal sealed record DecontaminateSection
{
    /// <summary>The evaluation sets.</summary>
    [RecipeKey("Files and folders of the evaluation sets that must not be in the text; without any there is no such stage.")]
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>Words that must be the same in a row.</summary>
    [RecipeKey("How many words in a row count as a match.", Minimum = 3, Maximum = 100)]
    public int Words { get; init; } = 13;

    /// <summary>What is taken away.</summary>
    [RecipeKey("Whether a whole document goes, or the matching part with what stands around it.", Allowed = ["document", "span"])]
    public string By { get; init; } = "document";
}
