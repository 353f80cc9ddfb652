namespace Sinter.Tokenizers.Bpe;

/// <summary>Merges adjacent symbols of a word, the lowest rank first and of equal ranks the leftmost, until none merges. What it works in is kept, so that a warm encoder allocates nothing.</summary>
internal sealed class SymbolMerger
{
    /// <summary>Up to this many symbols, finding the best pair by a scan is faster than keeping a heap.</summary>
    private const int ScanLimit = 64;

    private const int Gone = -1;

    private readonly int[] _ranks = new int[ScanLimit];
    private readonly MergeQueue _queue = new();
    private int[] _previous = [];
    private int[] _next = [];

    /// <summary>Merges within <paramref name="word"/> and gives the number of symbols left at its beginning.</summary>
    public int Merge(Span<int> word, MergeTable merges) => word.Length <= ScanLimit ? MergeByScan(word, merges) : MergeByHeap(word, merges);

    private int MergeByScan(Span<int> word, MergeTable merges)
    {
        var count = word.Length;
        var ranks = _ranks.AsSpan(0, count);
        var best = 0;
        var bestRank = MergeTable.None;
        for (var i = 0; i + 1 < word.Length; i++)
        {
            var rank = merges.Rank(word[i], word[i + 1]);
            ranks[i] = rank;
            (best, bestRank) = rank < bestRank ? (i, rank) : (best, bestRank);
        }

        while (bestRank != MergeTable.None)
        {
            word[best] = merges.Result(bestRank);
            count--;
            for (var i = best + 1; i < count; i++)
            {
                word[i] = word[i + 1];
                ranks[i] = ranks[i + 1];
            }

            ranks[best] = best + 1 < count ? merges.Rank(word[best], word[best + 1]) : MergeTable.None;
            if (best > 0)
            {
                ranks[best - 1] = merges.Rank(word[best - 1], word[best]);
            }

            (best, bestRank) = (0, MergeTable.None);
            for (var i = 0; i + 1 < count; i++)
            {
                (best, bestRank) = ranks[i] < bestRank ? (i, ranks[i]) : (best, bestRank);
            }
        }

        return count;
    }

    private int MergeByHeap(Span<int> word, MergeTable merges)
    {
        Link(word, merges);
        var (previous, next, queue) = (_previous, _next, _queue);
        while (queue.TryTake(out var rank, out var at))
        {
            var right = next[at];
            if (word[at] == Gone || right >= word.Length || merges.Rank(word[at], word[right]) != rank)
            {
                continue; // the pair that was queued here is gone
            }

            word[at] = merges.Result(rank);
            word[right] = Gone;
            next[at] = next[right];
            if (next[at] < word.Length)
            {
                previous[next[at]] = at;
                Enqueue(word, merges, at);
            }

            if (previous[at] >= 0)
            {
                Enqueue(word, merges, previous[at]);
            }
        }

        var count = 0;
        for (var i = 0; i < word.Length; i = next[i])
        {
            word[count++] = word[i];
        }

        return count;
    }

    private void Link(ReadOnlySpan<int> word, MergeTable merges)
    {
        if (_next.Length < word.Length)
        {
            _previous = GC.AllocateUninitializedArray<int>(word.Length);
            _next = GC.AllocateUninitializedArray<int>(word.Length);
        }

        _queue.Clear(word.Length * 2);
        for (var i = 0; i < word.Length; i++)
        {
            _previous[i] = i - 1;
            _next[i] = i + 1;
            if (i + 1 < word.Length && merges.Rank(word[i], word[i + 1]) is not MergeTable.None and var rank)
            {
                _queue.Fill(rank, i);
            }
        }

        _queue.Order();
    }

    private void Enqueue(ReadOnlySpan<int> word, MergeTable merges, int at)
    {
        if (merges.Rank(word[at], word[_next[at]]) is not MergeTable.None and var rank)
        {
            _queue.Add(rank, at);
        }
    }
}
