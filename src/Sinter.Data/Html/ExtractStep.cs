using Sinter.Data.Cleaning;

namespace Sinter.Data.Html;

/// <summary>
/// Makes prose of web pages: documents whose metadata say text/html or application/xhtml+xml, or that say nothing and begin like HTML. All others pass as they are.
/// </summary>
[CleaningStep("extract", "Replaces a web page by its main text, and notes its title, author, date and language.", ComesFirst = true, Gives = ["title", "author", "date", "htmlLanguage"])]
public sealed class ExtractStep : ICleaningStep
{
    /// <summary>The metadata key of the media type, as a crawl or a format sets it.</summary>
    public const string ContentTypeKey = "contentType";

    private const int Characters = 0;

    /// <summary>How long the main text must be, so that pages without one are dropped.</summary>
    [StepOption("The least length of the main text of a page in characters.", Least = 0)]
    public int MinimumCharacters { get; init; } = 1;

    /// <summary>Whether the text keeps headings, lists, tables, links and formulas as Markdown.</summary>
    [StepOption("Whether headings, lists, tables, links, emphasis and formulas are kept as Markdown.")]
    public bool Markdown { get; init; }

    /// <summary>Whether tables of data are kept.</summary>
    [StepOption("Whether tables are kept.")]
    public bool Tables { get; init; } = true;

    /// <summary>Whether the addresses of links are kept.</summary>
    [StepOption("Whether Markdown keeps the addresses of links.")]
    public bool Links { get; init; } = true;

    /// <summary>Whether comments of readers are kept.</summary>
    [StepOption("Whether the comments of readers are kept.")]
    public bool Comments { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules =>
        [new ScoreRule("characters", "characters of main text") { Minimum = MinimumCharacters, MinimumOption = "minimumCharacters" }];

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        if (!IsPage(candidate))
        {
            return;
        }

        var page = HtmlExtractor.Extract(candidate.Text, new ExtractionOptions { Markdown = Markdown, IncludeTables = Tables, IncludeLinks = Links, IncludeComments = Comments });
        candidate.Score(Characters, page.Text.Length);
        candidate.Text = page.Markdown ?? page.Text;
        Note("title", page.Title);
        Note("author", page.Author);
        Note("date", page.Date);
        Note("htmlLanguage", page.Language);

        void Note(string key, string? value)
        {
            if (value is not null)
            {
                candidate.SetMetadata(key, value);
            }
        }
    }

    private static bool IsPage(Candidate candidate)
    {
        if (candidate.GetMetadata(ContentTypeKey) is not { Length: > 0 } contentType)
        {
            return HtmlSniffer.IsHtml(candidate.Text);
        }

        var mediaType = contentType.AsSpan();
        var end = mediaType.IndexOf(';');
        mediaType = (end < 0 ? mediaType : mediaType[..end]).Trim();
        return mediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) || mediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);
    }
}
