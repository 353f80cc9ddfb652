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

    /// <summary>Whether one of the last eight words, within 48 units before a place and on its line or the one before, is of the set.</summary>
    public bool StandBefore(ReadOnlySpan<char> text, int start)
    {
        var least = Math.Max(0, start - Reach);
        var words = 0;
        for (var end = start; end > least && words < MostWords;)
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
