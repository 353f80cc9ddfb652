using System.Text;

namespace Sinter.Data.Bias;

/// <summary>
/// Swaps the gender of English words, as counterfactual data augmentation does (Zhao et al. 2018; Lu et al. 2020): he and she, man and woman, Mr and Mrs, and pairs of names where
/// they are given. The case stays, a and an are put right, and nothing else changes.
/// </summary>
/// <remarks>
/// <c>her</c> is <c>his</c> where a word follows that can be of a noun phrase, else <c>him</c>; <c>his</c> is <c>her</c> there, else <c>hers</c>: a rule that looks at the next word alone, and errs where
/// grammar would have to decide (<c>gave her flowers</c>). Swapped twice, a text is what it was, but for words that have no partner of their own (<c>Ms</c> becomes <c>Mr</c>, which becomes <c>Mrs</c>).
/// <c>Miss</c> and nouns that are also verbs (<c>host</c>) are left as they are, and so are addresses of the web and of mail.
/// </remarks>
public sealed class TermSwap
{
    private readonly Dictionary<string, string> _partners;
    private readonly bool _gender;

    /// <summary>Begins with the words of English.</summary>
    /// <param name="names">Pairs of names that are swapped too, both ways.</param>
    public TermSwap(IEnumerable<(string First, string Second)>? names = null)
        : this(SwapPairs.Partners, names ?? [], gender: true)
    {
    }

    private TermSwap(IReadOnlyDictionary<string, string> partners, IEnumerable<(string First, string Second)> pairs, bool gender)
    {
        _gender = gender;
        _partners = new Dictionary<string, string>(partners, StringComparer.Ordinal);
        foreach (var (first, second) in pairs)
        {
            _partners.TryAdd(first.ToLowerInvariant(), second.ToLowerInvariant());
            _partners.TryAdd(second.ToLowerInvariant(), first.ToLowerInvariant());
        }
    }

    /// <summary>Swaps these words alone, both ways, and leaves words of gender as they are: <c>American</c> and <c>British</c>.</summary>
    /// <param name="pairs">Pairs of single words.</param>
    public static TermSwap Only(IEnumerable<(string First, string Second)> pairs) => new(new Dictionary<string, string>(StringComparer.Ordinal), pairs, gender: false);

    /// <summary>Reads pairs of names: a line each, with a comma, a tab or a space between.</summary>
    /// <exception cref="InvalidDataException">A line has another form.</exception>
    public static IReadOnlyList<(string First, string Second)> LoadNames(string path)
    {
        var (names, number) = (new List<(string, string)>(), 0);
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            var pair = line.Split([',', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair.All(static name => name.All(char.IsLetter)))
            {
                names.Add((pair[0], pair[1]));
            }
            else if (pair.Length > 0)
            {
                throw new InvalidDataException($"Line {number} of '{path}': two names of letters, with a comma, a tab or a space between, are expected.");
            }
        }

        return names;
    }

    /// <summary>Swaps the words of a text.</summary>
    /// <returns>The text, and how many words were swapped; where none was, the text itself.</returns>
    public (string Text, int Swaps) Swap(string text)
    {
        var (result, copied, swaps) = (new StringBuilder(), 0, 0);
        var article = (Start: -1, End: -1);
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var end = at + 1;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            var word = text.AsSpan(at, end - at);
            if (PartnerOf(text, word, at, end) is { } partner)
            {
                partner = WithCaseOf(word, partner);
                if (article.End >= copied && article.End == at - 1 && text[at - 1] is ' ' or '\n')
                {
                    result.Append(text, copied, article.Start - copied).Append(IndefiniteArticle.Before(partner, text.AsSpan(article.Start, article.End - article.Start)));
                    copied = article.End;
                }

                result.Append(text, copied, at - copied).Append(partner);
                copied = end;
                swaps++;
            }

            article = word.Equals("a", StringComparison.OrdinalIgnoreCase) || word.Equals("an", StringComparison.OrdinalIgnoreCase) ? (at, end) : (-1, -1);
            at = end;
        }

        return swaps == 0 ? (text, 0) : (result.Append(text, copied, text.Length - copied).ToString(), swaps);
    }

    private string? PartnerOf(string text, ReadOnlySpan<char> word, int start, int end)
    {
        if (word.Length > 24 || IsWithinOther(text, start, end))
        {
            return null;
        }

        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        return lower switch
        {
            "her" when _gender => NounFollows(text, end) ? "his" : "him",
            "his" when _gender => NounFollows(text, end) ? "her" : "hers",
            _ => _partners.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(lower, out var partner) ? partner : null,
        };
    }

    /// <summary>Whether a run of letters is a part of a name with digits or of an address.</summary>
    private static bool IsWithinOther(string text, int start, int end)
    {
        const int Reach = 100;
        var (before, after) = (start > 0 ? text[start - 1] : ' ', end < text.Length ? text[end] : ' ');
        if (IsOfName(before) || IsOfName(after))
        {
            return true;
        }

        // Most words stand between spaces and signs; only what is joined by signs of addresses is looked at as a whole.
        if (before is not ('.' or '/' or '@' or ':' or '-' or '=' or '?' or '&') && after is not ('.' or '/' or '@' or ':' or '-' or '='))
        {
            return false;
        }

        var (from, to) = (start, end);
        while (from > 0 && start - from < Reach && !char.IsWhiteSpace(text[from - 1]))
        {
            from--;
        }

        while (to < text.Length && to - end < Reach && !char.IsWhiteSpace(text[to]))
        {
            to++;
        }

        var whole = text.AsSpan(from, to - from);
        return whole.Contains('@') || whole.Contains("://", StringComparison.Ordinal) || whole.Contains("www.", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOfName(char character) => char.IsDigit(character) || character is '_' or '@' || char.IsSurrogate(character);

    /// <summary>Whether what follows on the line is a word that can be of a noun phrase.</summary>
    private static bool NounFollows(string text, int end)
    {
        var start = end;
        while (start < text.Length && text[start] == ' ')
        {
            start++;
        }

        var stop = start;
        while (stop < text.Length && char.IsLetterOrDigit(text[stop]))
        {
            stop++;
        }

        if (start == end || stop == start || stop - start > 24)
        {
            return start > end && stop - start > 24;
        }

        Span<char> lower = stackalloc char[stop - start];
        text.AsSpan(start, stop - start).ToLowerInvariant(lower);
        return !SwapPairs.EndsNounPhrase(lower);
    }

    private static string WithCaseOf(ReadOnlySpan<char> word, string partner)
    {
        if (!char.IsUpper(word[0]))
        {
            return partner;
        }

        return word.Length > 1 && word.IndexOfAnyExceptInRange('A', 'Z') < 0
            ? partner.ToUpperInvariant()
            : string.Concat(char.ToUpperInvariant(partner[0]).ToString(), partner.AsSpan(1));
    }
}
