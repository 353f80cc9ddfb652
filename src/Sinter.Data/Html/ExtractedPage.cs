namespace Sinter.Data.Html;

/// <summary>The main text of a page, and what the page says of itself. What it does not say is null.</summary>
public sealed record ExtractedPage
{
    /// <summary>The main text, a block a line; empty where the page has none.</summary>
    public required string Text { get; init; }

    /// <summary>The main text as Markdown; null unless it was asked for.</summary>
    public string? Markdown { get; init; }

    /// <summary>The title of the article, else of the page.</summary>
    public string? Title { get; init; }

    /// <summary>The names of the authors, with commas between.</summary>
    public string? Author { get; init; }

    /// <summary>The day of publication, in the form <c>2026-01-31</c>.</summary>
    public string? Date { get; init; }

    /// <summary>The language that the page declares, such as <c>en-GB</c>; it need not be true.</summary>
    public string? Language { get; init; }

    /// <summary>The name of the site.</summary>
    public string? SiteName { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The address that the page gives as its own (canonical).</summary>
    public string? Url { get; init; }
}
