using System.Collections.Frozen;

namespace Sinter.Data.Privacy;

/// <summary>Words near a find that make it surer, or less sure.</summary>
internal sealed class ContextWords
{
    private const int Reach = 48;
    private const int MostWords = 8;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly string[] _unspaced;

    /// <summary>Makes a set.</summary>
    /// <param name="words">Words in any case.</param>
    /// <param name="unspaced">Words of writing systems without spaces, looked for as parts.</param>
    public ContextWords(ReadOnlySpan<string> words, params string[] unspaced)
    {
        _words = words.ToArray().ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _unspaced = unspaced;
    }

    /// <summary>Whether one of the last eight words within 48 units before a place is of the set.</summary>
    public bool StandBefore(ReadOnlySpan<char> text, int start) => StandBefore(text, Math.Max(0, start - Reach), start, MostWords);

    /// <summary>Whether one of the last few words on the line of a place, within 48 units before it, is of the set.</summary>
    public bool StandBefore(ReadOnlySpan<char> text, int start, int mostWords)
    {
        var least = Math.Max(0, start - Reach);
        return StandBefore(text, least + text[least..start].LastIndexOf('\n') + 1, start, mostWords);
    }

    private bool StandBefore(ReadOnlySpan<char> text, int least, int start, int mostWords)
    {
        var words = 0;
        for (var end = start; end > least && words < mostWords;)
        {
            if (!CharacterClasses.Is(text[end - 1], CharacterClass.Letter))
            {
                end--;
                continue;
            }

            var first = end - 1;
            while (first > least && CharacterClasses.Is(text[first - 1], CharacterClass.Letter))
            {
                first--;
            }

            if (_words.Contains(text[first..end]))
            {
                return true;
            }

            words++;
            end = first;
        }

        foreach (var part in _unspaced)
        {
            if (text[least..start].Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
