namespace Sinter.Cli.Recipes;

/// <summary>The <c>pack</c> section: how tokens become sequences.</summary>
internal sealed record PackSection
{
    /// <summary>Tokens in one sequence.</summary>
    [RecipeKey("Tokens in one sequence, and the longest text that the model sees.", Minimum = 8, Maximum = 1_048_576)]
    public int ContextLength { get; init; } = 256;
}
