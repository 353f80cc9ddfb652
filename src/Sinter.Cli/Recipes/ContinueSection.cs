namespace Sinter.Cli.Recipes;

/// <summary>The <c>continue</c> section: the model goes on learning from the text of a new domain, with some of the old so that it does not forget. The stage is there where inputs are given.</summary>
internal sealed record ContinueSection : TrainingSection
{
    /// <summary>The text of the new domain.</summary>
    [RecipeKey("Files, folders, patterns and addresses of the new domain's text, as in `collect.inputs`; without any there is no such stage.")]
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Their form.</summary>
    [RecipeKey("The form of these files, where content and name do not show it.")]
    public string? Format { get; init; }

    /// <summary>The field that holds the text.</summary>
    [RecipeKey("The field or column that holds the text, in files that have fields.")]
    public string TextField { get; init; } = "text";

    /// <summary>What a document of a plain text is.</summary>
    [RecipeKey("What one document of a plain text is: the whole `file`, each `paragraph` between empty lines, or each `line`.", Allowed = ["file", "paragraph", "line"])]
    public string TextUnit { get; init; } = "file";

    /// <summary>New tokens of the vocabulary.</summary>
    [RecipeKey("Tokens that the vocabulary gets for the new domain; each begins as the mean of the tokens that it stands for.", Minimum = 0, Maximum = 1_000_000)]
    public int NewTokens { get; init; }

    /// <summary>Share of old text.</summary>
    [RecipeKey("Share of the sequences that come from the old text, so that the model does not forget it.", Minimum = 0, Maximum = 0.95)]
    public double Replay { get; init; } = 0.3;
}
