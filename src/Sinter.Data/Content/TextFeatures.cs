using System.Globalization;

namespace Sinter.Data.Content;

/// <summary>
/// What a text is to a <see cref="ToxicityModel"/>: which words, pairs of words and runs of 3 to 5 characters within words it holds, each as a number that its hash gives; so no
/// word is stored. Case does not matter. A word is a run of letters and digits, a run of <c>! ?</c>, or any other sign. It belongs to one thread.
/// </summary>
internal sealed class TextFeatures
{
    /// <summary>How many different numbers there are.</summary>
    public const int Count = 1 << Bits;

    private const int Bits = 17;
    private const int ShortestRun = 3;
    private const int LongestRun = 5;
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const ulong Begin = 0xA0761D6478BD642F;
    private const ulong WordKind = 0xE7037ED1A0B428DB;
    private const ulong PairKind = 0x8EBC6AF09C88C6E3;

    private static readonly ushort[] Folds = MakeFolds();
    private static readonly bool[] InWord = MakeInWord();

    private readonly ulong[] _seen = new ulong[Count / 64];
    private readonly List<int> _features = [];

    /// <summary>The features of a text, each once, in the order of their first places; valid until the next call.</summary>
    public List<int> Of(ReadOnlySpan<char> text)
    {
        foreach (var feature in _features)
        {
            _seen[feature >> 6] = 0;
        }

        _features.Clear();
        ulong before = 0;
        for (var i = 0; i < text.Length;)
        {
            if (Folds[text[i]] == 0)
            {
                i++;
                continue;
            }

            var end = EndOfWord(text, i);
            var word = AddRuns(text[i..end]);
            Add(word ^ WordKind);
            Add((((before * Factor) ^ word) * Factor) ^ PairKind);
            before = word;
            i = end;
        }

        return _features;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var end = start + 1;
        if (InWord[text[start]])
        {
            while (end < text.Length && InWord[text[end]])
            {
                end++;
            }
        }
        else if (text[start] is '!' or '?')
        {
            while (end < text.Length && text[end] is '!' or '?')
            {
                end++;
            }
        }

        return end;
    }

    /// <summary>Adds the runs of characters of a word, with its two ends as signs of their own; gives the hash of the word.</summary>
    private ulong AddRuns(ReadOnlySpan<char> word)
    {
        var hash = Begin;
        foreach (var character in word)
        {
            hash = (hash ^ Folds[character]) * Factor;
        }

        for (var start = -1; start + ShortestRun - 1 <= word.Length; start++)
        {
            var run = Begin ^ Factor;
            for (var at = start; at < start + LongestRun && at <= word.Length; at++)
            {
                run = (run ^ (at < 0 ? '<' : at == word.Length ? '>' : (ulong)Folds[word[at]])) * Factor;
                if (at - start + 1 >= ShortestRun)
                {
                    Add(run);
                }
            }
        }

        return hash;
    }

    private void Add(ulong hash)
    {
        var feature = (int)(((hash ^ (hash >> 32)) * Factor) >> (64 - Bits));
        var bit = 1ul << (feature & 63);
        ref var seen = ref _seen[feature >> 6];
        if ((seen & bit) == 0)
        {
            seen |= bit;
            _features.Add(feature);
        }
    }

    private static ushort[] MakeFolds()
    {
        var folds = new ushort[0x10000];
        for (var value = 0; value < folds.Length; value++)
        {
            var character = (char)value;
            folds[value] = char.IsWhiteSpace(character) || char.IsControl(character) ? (ushort)0 : char.ToLowerInvariant(character);
        }

        return folds;
    }

    private static bool[] MakeInWord()
    {
        var inWord = new bool[0x10000];
        for (var value = 0; value < inWord.Length; value++)
        {
            inWord[value] = char.GetUnicodeCategory((char)value) is <= UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate;
        }

        return inWord;
    }
}
