namespace Sinter.Cli.Recipes;

/// <summary>The <c>evaluate</c> section: how much of the test split is measured.</summary>
internal sealed record EvaluateSection
{
    /// <summary>Packed test sequences whose bits per byte are measured.</summary>
    [RecipeKey("Packed sequences of the test split whose bits per byte are measured.", Minimum = 1, Maximum = 100_000_000)]
    public int Sequences { get; init; } = 256;

    /// <summary>Questions about held-out members.</summary>
    [RecipeKey("Questions about members of the test split, answered greedily.", Minimum = 1, Maximum = 10_000_000)]
    public int Questions { get; init; } = 300;
}
