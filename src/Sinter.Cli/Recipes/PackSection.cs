namespace Sinter.Cli.Recipes;

/// <summary>The <c>pack</c> section: how tokens become sequences.</summary>
internal sealed record PackSection
{
    /// <summary>Tokens in one sequence.</summary>
    [RecipeKey("Tokens in one sequence, and the longest text that the model sees.", Minimum = 8, Maximum = 1_048_576)]
    public int ContextLength { get; init; } = 256;

    /// <summary>How documents are put into sequences.</summary>
    [RecipeKey("How documents are put into sequences: `best-fit` keeps them whole with the least padding, `in-order` keeps them whole as they come, `concatenate` cuts anywhere and pads nothing.", Allowed = ["best-fit", "in-order", "concatenate"])]
    public string Order { get; init; } = "best-fit";
}
