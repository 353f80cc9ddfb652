namespace Sinter.Cli.Recipes;

/// <summary>The <c>collect</c> section: where the documents come from.</summary>
internal sealed record CollectSection
{
    /// <summary>The reference documentation of the installed .NET SDK.</summary>
    public const string DotNetReference = "dotnet-reference";

    /// <summary>Files of any form that Sinter reads.</summary>
    public const string Files = "files";

    /// <summary>No text.</summary>
    public const string None = "none";

    /// <summary>Sums with their answers.</summary>
    public const string Sums = "sums";

    /// <summary>The kind of source.</summary>
    [RecipeKey("Kind of source: `dotnet-reference` is the API documentation that every .NET SDK carries, `files` are those of `collect.inputs`, `sums` are made up, each with its answer, and `none` is for a recipe that only tunes the model of `model.from`.", Allowed = [DotNetReference, Files, Sums, None])]
    public string Source { get; init; } = DotNetReference;

    /// <summary>Whether the recipe begins with text.</summary>
    public bool HasText => Source is not None;

    /// <summary>The folder that is searched in place of the one that the source finds itself.</summary>
    [RecipeKey("Folder to search in place of the one that the source finds itself (for `dotnet-reference`: the `packs` folder of the running dotnet).")]
    public string? Path { get; init; }

    /// <summary>The files.</summary>
    [RecipeKey("Files, folders, patterns such as `crawl/**/*.warc.gz`, http(s) addresses and `hf://datasets/OWNER/NAME/PATTERN`, for the source `files`.")]
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Their form.</summary>
    [RecipeKey("The form of the files, where content and name do not show it (`sinter data convert --help` names the forms).")]
    public string? Format { get; init; }

    /// <summary>The field that holds the text.</summary>
    [RecipeKey("The field or column that holds the text, in files that have fields.")]
    public string TextField { get; init; } = "text";

    /// <summary>How many sums.</summary>
    [RecipeKey("How many sums are made up, for the source `sums`.", Minimum = 1, Maximum = 100_000_000)]
    public int Problems { get; init; } = 20_000;

    /// <summary>Digits of the numbers.</summary>
    [RecipeKey("The most digits of the numbers that are added, for the source `sums`.", Minimum = 1, Maximum = 9)]
    public int Digits { get; init; } = 2;

    /// <summary>What a document of a plain text is.</summary>
    [RecipeKey("What one document of a plain text is: the whole `file`, each `paragraph` between empty lines, or each `line`.", Allowed = ["file", "paragraph", "line"])]
    public string TextUnit { get; init; } = "file";
}
