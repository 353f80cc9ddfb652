using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>Which characters a vocabulary of characters holds: those of the words, or the most frequent of them.</summary>
internal static class CharacterAlphabet
{
    /// <summary>The characters, by code point. Of equally frequent ones the lower code point stays.</summary>
    /// <param name="words">The words.</param>
    /// <param name="limit">The most characters to keep.</param>
    /// <param name="coverage">The share of the text that the characters kept must make up; 1 for all.</param>
    public static Rune[] Of(CountedWords words, int limit, double coverage)
    {
        var counts = new Dictionary<int, long>();
        long total = 0;
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var rune in Runes(words.Word(i)))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, rune.Value, out _) += words.Times(i);
                total += words.Times(i);
            }
        }

        long covered = 0;
        return [.. counts.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key)
            .Take(limit)
            .TakeWhile(entry => IsWanted(entry.Value))
            .Select(static entry => new Rune(entry.Key))
            .Order()];

        bool IsWanted(long count)
        {
            var wanted = covered < coverage * total;
            covered += count;
            return wanted;
        }
    }

    /// <summary>The characters of a word; a damaged one is U+FFFD.</summary>
    public static RuneReader Runes(ReadOnlySpan<byte> word) => new(word);

    /// <summary>Goes over the characters of UTF-8.</summary>
    public ref struct RuneReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        /// <summary>The character at hand.</summary>
        public Rune Current { get; private set; }

        /// <summary>Itself.</summary>
        public readonly RuneReader GetEnumerator() => this;

        /// <summary>Goes to the next character, if there is one.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            _ = Rune.DecodeFromUtf8(_rest, out var rune, out var length);
            Current = rune;
            _rest = _rest[length..];
            return true;
        }
    }
}
