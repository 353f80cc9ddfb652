namespace Sinter.Data.Html;

/// <summary>What is taken of a page, and how it is written.</summary>
public sealed record ExtractionOptions
{
    /// <summary>Whether <see cref="ExtractedPage.Markdown"/> is made.</summary>
    public bool Markdown { get; init; }

    /// <summary>Whether tables of data are kept.</summary>
    public bool IncludeTables { get; init; } = true;

    /// <summary>Whether Markdown keeps the addresses of links; their words are kept anyway.</summary>
    public bool IncludeLinks { get; init; } = true;

    /// <summary>Whether what readers wrote below the text is kept with it.</summary>
    public bool IncludeComments { get; init; }

    /// <summary>The options that are used where none are given.</summary>
    public static ExtractionOptions Default { get; } = new();
}
