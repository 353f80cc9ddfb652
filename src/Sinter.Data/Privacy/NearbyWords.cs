using System.Buffers;

namespace Sinter.Data.Privacy;

/// <summary>
/// Words that tell what stands beside them, such as <c>passport</c> before a number, in any case of letters. A word of up to four letters has to stand alone; a longer one may
/// go on, as words do when they are bent or joined to others; words of scripts that write no spaces stand anywhere.
/// </summary>
internal sealed class NearbyWords
{
    private const int ReachBefore = 64;
    private const int ReachAfter = 24;
    private const int LongestLoneWord = 4;

    private readonly string[] _words;
    private readonly SearchValues<string> _search;

    /// <summary>Takes the words, divided by <c>|</c>.</summary>
    public NearbyWords(string words)
    {
        // The longest first, so that what is found at a place is the longest that stands there.
        _words = [.. words.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];
        _search = SearchValues.Create(_words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether one of them is within 64 characters before a part of the text or within 24 after it.</summary>
    public bool Near(ReadOnlySpan<char> text, int start, int end) => Before(text, start) || Within(text, end, Math.Min(text.Length, end + ReachAfter));

    /// <summary>Whether one of them is close before a place.</summary>
    public bool Before(ReadOnlySpan<char> text, int start, int reach = ReachBefore) => Within(text, Math.Max(0, start - reach), start);

    /// <summary>Where the last of them before a place ends; -1 where none is close before it.</summary>
    public int LastBefore(ReadOnlySpan<char> text, int start, int reach)
    {
        var last = -1;
        for (var from = Math.Max(0, start - reach); from < start; from++)
        {
            var place = text[from..start].IndexOfAny(_search);
            if (place < 0)
            {
                break;
            }

            from += place;
            last = At(text, from, out var end) && end <= start ? end : last;
        }

        return last;
    }

    /// <summary>Whether one of them begins at a place; where it ends.</summary>
    public bool At(ReadOnlySpan<char> text, int start, out int end)
    {
        foreach (var word in _words)
        {
            end = start + word.Length;
            if (text[start..].StartsWith(word, StringComparison.OrdinalIgnoreCase) && StandsAlone(text, start, end, word))
            {
                return true;
            }
        }

        end = start;
        return false;
    }

    private bool Within(ReadOnlySpan<char> text, int from, int to)
    {
        while (from < to)
        {
            var place = text[from..to].IndexOfAny(_search);
            if (place < 0)
            {
                return false;
            }

            if (At(text, from + place, out var end) && end <= to)
            {
                return true;
            }

            from += place + 1;
        }

        return false;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end, string word)
    {
        if (word[0] >= '\u2E80')
        {
            return true;
        }

        var begins = start == 0 || !char.IsLetter(text[start - 1]);
        var ends = word.Length > LongestLoneWord || end == text.Length || !char.IsLetter(text[end]);
        return begins && ends;
    }
}
