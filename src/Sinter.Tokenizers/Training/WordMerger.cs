using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>The distinct words of the text as tokens, which merge as training goes on, with the counts of their pairs kept up to date.</summary>
internal sealed class WordMerger
{
    private readonly List<int> _symbols = [];
    private readonly List<Word> _words = [];
    private readonly PairStatistics _pairs;

    /// <summary>Takes the counted words over.</summary>
    /// <param name="counter">The words.</param>
    /// <param name="byteIds">The id of each byte.</param>
    /// <param name="minimumFrequency">How often a pair must be seen to be taken.</param>
    public WordMerger(WordCounter counter, int[] byteIds, long minimumFrequency)
    {
        _pairs = new PairStatistics(minimumFrequency);
        counter.ForEach((word, times) =>
        {
            var start = _symbols.Count;
            foreach (var value in word)
            {
                _symbols.Add(byteIds[value]);
            }

            for (var i = start; i + 1 < _symbols.Count; i++)
            {
                _pairs.Add(_symbols[i], _symbols[i + 1], times, _words.Count);
            }

            _words.Add(new Word(start, word.Length, times));
        });
        _pairs.Commit();
    }

    /// <summary>The pair to merge next, if one is frequent enough, and the words that may hold it.</summary>
    public bool TryTakePair(out int left, out int right, out List<int> holders) => _pairs.TryTake(out left, out right, out holders);

    /// <summary>Merges a pair in all its words.</summary>
    public void Merge(int left, int right, int result, List<int> holders)
    {
        var all = CollectionsMarshal.AsSpan(_words);
        foreach (var index in holders)
        {
            ref var word = ref all[index];
            var merged = Merge(CollectionsMarshal.AsSpan(_symbols).Slice(word.Start, word.Length), left, right, result, word.Times, index);
            word = word with { Length = merged };
        }

        _pairs.Commit();
    }

    /// <summary>Merges a pair in one word from the left, and gives the word's new length.</summary>
    private int Merge(Span<int> word, int left, int right, int result, long times, int index)
    {
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != left || i + 1 == word.Length || word[i + 1] != right)
            {
                word[length++] = word[i];
                continue;
            }

            if (length > 0)
            {
                _pairs.Remove(word[length - 1], left, times);
                _pairs.Add(word[length - 1], result, times, index);
            }

            if (i + 2 < word.Length)
            {
                _pairs.Remove(right, word[i + 2], times);
                _pairs.Add(result, word[i + 2], times, index);
            }

            word[length++] = result;
            i++;
        }

        return length;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Word(int Start, int Length, long Times);
}
