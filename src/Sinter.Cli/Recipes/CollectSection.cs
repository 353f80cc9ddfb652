namespace Sinter.Cli.Recipes;

/// <summary>The <c>collect</c> section: where the documents come from.</summary>
internal sealed record CollectSection
{
    /// <summary>The reference documentation of the installed .NET SDK.</summary>
    public const string DotNetReference = "dotnet-reference";

    /// <summary>The kind of source.</summary>
    [RecipeKey("Kind of source: `dotnet-reference` is the API documentation that every .NET SDK carries.", Allowed = [DotNetReference])]
    public string Source { get; init; } = DotNetReference;

    /// <summary>The folder that is searched in place of the one that the source finds itself.</summary>
    [RecipeKey("Folder to search in place of the one that the source finds itself (for `dotnet-reference`: the `packs` folder of the running dotnet).")]
    public string? Path { get; init; }
}
