namespace Sinter.Cli.Recipes;

/// <summary>The <c>split</c> section: shares of the documents, which add up to 1. A document goes by the hash of its id, wherever it stands.</summary>
internal sealed record SplitSection
{
    /// <summary>The share that trains.</summary>
    [RecipeKey("Share of the documents that trains the model; the three shares add up to 1.", Minimum = 0, Maximum = 1)]
    public double Train { get; init; } = 0.96;

    /// <summary>The share that is measured during training.</summary>
    [RecipeKey("Share that is measured during training.", Minimum = 0, Maximum = 1)]
    public double Validation { get; init; } = 0.02;

    /// <summary>The share that is only measured at the end.</summary>
    [RecipeKey("Share that nothing sees before the evaluation.", Minimum = 0, Maximum = 1)]
    public double Test { get; init; } = 0.02;
}
