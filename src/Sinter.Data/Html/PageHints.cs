using System.Buffers;

namespace Sinter.Data.Html;

/// <summary>
/// What the authors of pages call the parts of them: the groups of generic words that are looked for in class, id, role and itemprop. A word of four letters and more counts
/// wherever it stands (<c>sharebar</c>), a shorter one as a whole word (<c>ad-slot</c>, <c>topNav</c>).
/// </summary>
internal sealed class PageHints
{
    /// <summary>The number of groups; each is a bit of the result.</summary>
    public const int Groups = 22;

    /// <summary>The group of comments.</summary>
    public const int Comment = 1 << 4;

    private static readonly string[] Words =
    [
        "navi nav menu breadcrumb pagination pager sitemap",
        "footer copyright legal disclaimer",
        "header masthead topbar",
        "sidebar aside complementary column-right right-col",
        "comment disqus reply replies discuss respond",
        "share sharing social follow facebook twitter",
        "related recommend read-more readmore popular trending latest recirc also-like more-from most-read next-article",
        "promo advert sponsor ad ads banner outbrain taboola dfp",
        "newsletter subscri signup sign-up paywall donate",
        "cookie consent gdpr modal popup overlay lightbox notice alert",
        "byline author writer contributor",
        "meta date time publish posted updated dateline info",
        "caption credit figure image photo media gallery slideshow video img pic",
        "content main",
        "article story post entry",
        "articlebody article-body article_body storybody story-body post-content post-body entry-content article-content article__body article-text articletext body-copy bodycopy body-text",
        "title headline heading subhead",
        "login search form account user register",
        "bio about profile",
        "teaser card thumb item list feed widget tile grid",
        "tag tags tagged category categories topic keyword label",
        "summary excerpt lead intro dek standfirst subtitle deck description",
    ];

    private static readonly (string Word, int Bit)[] LongWords = [.. Words.SelectMany((words, group) => words.Split(' ').Where(word => word.Length > 3).Select(word => (word, 1 << group)))];
    private static readonly (string Word, int Bit)[] ShortWords = [.. Words.SelectMany((words, group) => words.Split(' ').Where(word => word.Length <= 3).Select(word => (word, 1 << group)))];
    private static readonly SearchValues<string> AnyWord = SearchValues.Create([.. LongWords.Select(pair => pair.Word)], StringComparison.OrdinalIgnoreCase);

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Begins with nothing known; names come again and again within a page, and are judged once.</summary>
    public PageHints() => _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The groups of the words in the names of an element.</summary>
    public int Of(HtmlDocument document, int node) =>
        Of(document.RawAttribute(node, HtmlAttribute.Class))
        | Of(document.RawAttribute(node, HtmlAttribute.Id))
        | Of(document.RawAttribute(node, HtmlAttribute.Role))
        | Of(document.RawAttribute(node, HtmlAttribute.ItemProp));

    private int Of(ReadOnlySpan<char> names)
    {
        // What is longer is generated, and says nothing that its start does not.
        names = names[..Math.Min(names.Length, 512)];
        if (names.Length < 2)
        {
            return 0;
        }

        if (!_lookup.TryGetValue(names, out var hints))
        {
            hints = Find(names);
            _lookup[names] = hints;
        }

        return hints;
    }

    private static int Find(ReadOnlySpan<char> names)
    {
        var hints = 0;
        if (names.IndexOfAny(AnyWord) >= 0)
        {
            foreach (var (word, bit) in LongWords)
            {
                hints |= (hints & bit) == 0 && names.Contains(word, StringComparison.OrdinalIgnoreCase) ? bit : 0;
            }
        }

        for (var start = 0; start < names.Length;)
        {
            if (!char.IsAsciiLetter(names[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < names.Length && char.IsAsciiLetter(names[end]) && !(char.IsAsciiLetterUpper(names[end]) && char.IsAsciiLetterLower(names[end - 1])))
            {
                end++;
            }

            foreach (var (word, bit) in end - start <= 3 ? ShortWords : [])
            {
                hints |= names[start..end].Equals(word, StringComparison.OrdinalIgnoreCase) ? bit : 0;
            }

            start = end;
        }

        return hints;
    }
}
