using System.Collections.Frozen;
using System.Globalization;

namespace Sinter.Data.Html;

/// <summary>What a page says of itself beside its text: the metadata of its head, JSON-LD, and marked elements.</summary>
internal sealed class PageFacts
{
    /// <summary>The keys of meta elements for each fact; the first that is there counts.</summary>
    private static readonly string[] TitleKeys = ["og:title", "twitter:title", "dc.title", "citation_title", "title"];
    private static readonly string[] AuthorKeys = ["author", "article:author", "dc.creator", "citation_author", "byl", "parsely-author", "sailthru.author"];
    private static readonly string[] DateKeys = ["article:published_time", "og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.date", "citation_publication_date", "pubdate", "publishdate", "parsely-pub-date", "datepublished", "sailthru.date", "last-modified", "article:modified_time"];
    private static readonly string[] DescriptionKeys = ["og:description", "description", "twitter:description", "dc.description"];
    private static readonly string[] SiteKeys = ["og:site_name", "application-name", "dc.publisher", "twitter:site"];

    private readonly HtmlDocument _document;
    private readonly Dictionary<string, string> _meta = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedData _linked = new();
    private readonly HashSet<ulong> _bodyShingles = [];
    private readonly FrozenSet<string> _titleWords;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _titleLookup;
    private string _documentTitle = "";
    private string _heading = "";
    private string _markedAuthor = "";
    private string _markedDate = "";
    private string _canonical = "";

    /// <summary>Reads the facts of a page.</summary>
    public PageFacts(HtmlDocument document)
    {
        _document = document;
        Read();
        _titleWords = WordsOf(MetaOf(TitleKeys) + " " + _linked.Headline + " " + (_heading.Length > 0 ? _heading : _documentTitle)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _titleLookup = _titleWords.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_linked.Body.Length > 200)
        {
            Shingles(_linked.Body, hash => _bodyShingles.Add(hash));
        }
    }

    /// <summary>The first heading of the first level; 0 where there is none.</summary>
    public int HeadingNode { get; private set; }

    /// <summary>The language that the page declares, such as <c>en-GB</c>; null where it declares none. Likewise the others.</summary>
    public string? Language { get; private set; }

    /// <summary>The title: of the article rather than of the window.</summary>
    public string? Title => FirstOf(_linked.Headline, MetaOf(TitleKeys), _heading, _documentTitle);

    /// <summary>The names of the authors.</summary>
    public string? Author => FirstOf(_linked.Author, MetaOf(AuthorKeys) is var author && author.Contains("://", StringComparison.Ordinal) ? "" : author, _markedAuthor);

    /// <summary>The date of publication as ISO 8601 has it: <c>2026-01-31</c>.</summary>
    public string? Date => IsoDate(_linked.Date) ?? DateKeys.Select(key => IsoDate(_meta.GetValueOrDefault(key, ""))).FirstOrDefault(date => date is not null) ?? IsoDate(_markedDate);

    /// <summary>The name of the site.</summary>
    public string? SiteName => FirstOf(MetaOf(SiteKeys).TrimStart('@'), _linked.Publisher);

    /// <summary>The description.</summary>
    public string? Description => FirstOf(MetaOf(DescriptionKeys));

    /// <summary>The address that the page gives as its own.</summary>
    public string? Url => FirstOf(_canonical, _meta.GetValueOrDefault("og:url", ""));

    /// <summary>The text of the article as JSON-LD tells it; empty where it does not.</summary>
    public string LinkedBody => _linked.Body;

    /// <summary>Whether JSON-LD tells enough of the text to compare with.</summary>
    public bool HasLinkedBody => _bodyShingles.Count > 0;

    /// <summary>The share of the words of a short text that stand in the title.</summary>
    public float TitleOverlap(ReadOnlySpan<char> text)
    {
        if (text.Length > 300 || _titleWords.Count == 0)
        {
            return 0;
        }

        var words = 0;
        var known = 0;
        foreach (var range in text.SplitAny(" \n\t.,:;!?\"'()[]|–—-’‘“”"))
        {
            var word = text[range];
            words += word.Length > 0 ? 1 : 0;
            known += word.Length > 0 && _titleLookup.Contains(word) ? 1 : 0;
        }

        return words == 0 ? 0 : (float)known / words;
    }

    /// <summary>The share of a text that stands in the body that JSON-LD tells, by runs of three words; 0 where there is none.</summary>
    public float ShareInLinkedBody(ReadOnlySpan<char> text)
    {
        if (_bodyShingles.Count == 0)
        {
            return 0;
        }

        var all = 0;
        var known = 0;
        Shingles(text, hash =>
        {
            all++;
            known += _bodyShingles.Contains(hash) ? 1 : 0;
        });
        return all == 0 ? 0 : (float)known / all;
    }

    private static void Shingles(ReadOnlySpan<char> text, Action<ulong> found)
    {
        ulong first = 0;
        ulong second = 0;
        ulong word = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                word = (word * 0x9E3779B185EBCA87) + char.ToLowerInvariant(text[i]) + 1;
            }
            else if (word != 0)
            {
                if (first != 0)
                {
                    found(unchecked((((first * 0xC2B2AE3D27D4EB4F) + second) * 0xC2B2AE3D27D4EB4F) + word));
                }

                (first, second, word) = (second, word, 0);
            }
        }
    }

    private void Read()
    {
        var tags = _document.Tags;
        for (var node = 1; node < tags.Length; node++)
        {
            switch (tags[node])
            {
                case HtmlTag.Html when Language is null:
                    Language = FirstOf(_document.Attribute(node, HtmlAttribute.Lang).Trim());
                    break;
                case HtmlTag.Meta:
                    ReadMeta(node);
                    break;
                case HtmlTag.Title when _documentTitle.Length == 0:
                    _documentTitle = TextWithin(node);
                    break;
                case HtmlTag.Link when _canonical.Length == 0 && _document.RawAttribute(node, HtmlAttribute.Rel).Equals("canonical", StringComparison.OrdinalIgnoreCase):
                    _canonical = _document.Attribute(node, HtmlAttribute.Href).Trim();
                    break;
                case HtmlTag.Script when _document.RawAttribute(node, HtmlAttribute.Type).Contains("ld+json", StringComparison.OrdinalIgnoreCase) && node + 1 < _document.End(node):
                    _linked.Read(_document.Text(node + 1));
                    break;
                case HtmlTag.H1 when HeadingNode == 0 && TextWithin(node) is { Length: > 0 } heading:
                    HeadingNode = node;
                    _heading = heading;
                    break;
                case HtmlTag.Time when _markedDate.Length == 0 && _document.HasAttribute(node, HtmlAttribute.DateTime):
                    _markedDate = _document.Attribute(node, HtmlAttribute.DateTime);
                    break;
                case not HtmlTag.Text when _markedAuthor.Length == 0
                    && (_document.RawAttribute(node, HtmlAttribute.Rel).Equals("author", StringComparison.OrdinalIgnoreCase) || _document.RawAttribute(node, HtmlAttribute.ItemProp).Equals("author", StringComparison.OrdinalIgnoreCase)):
                    _markedAuthor = TextWithin(node) is { Length: < 100 } name ? name : "";
                    break;
            }
        }
    }

    private void ReadMeta(int node)
    {
        var key = FirstOf(_document.Attribute(node, HtmlAttribute.Property), _document.Attribute(node, HtmlAttribute.Name), _document.Attribute(node, HtmlAttribute.ItemProp));
        if (key is not null && _document.Attribute(node, HtmlAttribute.Content).Trim() is { Length: > 0 } content)
        {
            _meta.TryAdd(key.Trim(), content);
        }
    }

    private string MetaOf(string[] keys) => keys.Select(key => _meta.GetValueOrDefault(key, "")).FirstOrDefault(value => value.Length > 0) ?? "";

    private string TextWithin(int node)
    {
        var text = new System.Text.StringBuilder();
        for (var i = node + 1; i < _document.End(node) && text.Length < 1000; i++)
        {
            if (_document.Tags[i] == HtmlTag.Text)
            {
                text.Append(_document.Text(i)[..Math.Min(_document.Text(i).Length, 1000)]);
            }
        }

        return string.Join(' ', WordsOf(text.ToString()));
    }

    private static string[] WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string? FirstOf(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    private static string? IsoDate(string value) =>
        value.Length is > 5 and < 100 && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
