namespace Sinter.Tokenizers.Bpe;

/// <summary>Turns one piece of text at a time into token ids by merging adjacent symbols, the lowest rank first and of equal ranks the leftmost.</summary>
internal sealed class BpeModel(SymbolTable symbols, MergeTable merges)
{
    /// <summary>A piece of more bytes than this is encoded in parts of at most this length: it bounds the memory that one endless word can take (about 40 bytes a byte).</summary>
    internal const int LongestPiece = 1 << 22;

    /// <summary>Up to this many symbols, finding the best pair by a scan is faster than keeping a heap.</summary>
    private const int ScanLimit = WordCache.LongestWord;

    /// <summary>Encodes a piece, normalised UTF-8 that no merge leaves.</summary>
    public void Encode(ReadOnlySpan<byte> piece, BpeWorkspace workspace, List<int> output)
    {
        if (piece.Length > WordCache.LongestWord)
        {
            EncodeLong(piece, workspace, output);
            return;
        }

        var hash = WordHash.Of(piece);
        if (!workspace.Words.TryGet(piece, hash, out var ids))
        {
            ids = Merge(piece, workspace);
            workspace.Words.Add(piece, hash, ids);
        }

        if (ids.Length == 1)
        {
            output.Add(ids[0]);
        }
        else
        {
            output.AddRange(ids);
        }
    }

    private void EncodeLong(ReadOnlySpan<byte> piece, BpeWorkspace workspace, List<int> output)
    {
        while (piece.Length > 0)
        {
            var length = Math.Min(piece.Length, LongestPiece);
            while (length < piece.Length && length > LongestPiece - 4 && (piece[length] & 0xC0) == 0x80)
            {
                length--; // keep characters whole
            }

            output.AddRange(Merge(piece[..length], workspace));
            piece = piece[length..];
        }
    }

    private ReadOnlySpan<int> Merge(ReadOnlySpan<byte> piece, BpeWorkspace workspace)
    {
        workspace.ReserveSymbols(piece.Length);
        var count = symbols.Read(piece, workspace.Symbols);
        count = count <= ScanLimit
            ? MergeByScan(workspace.Symbols.AsSpan(0, count), workspace.Pairs)
            : MergeByHeap(workspace.Symbols.AsSpan(0, count), workspace);
        return workspace.Symbols.AsSpan(0, count);
    }

    private int MergeByScan(Span<int> word, long[] pairs)
    {
        var count = word.Length;
        for (var i = 0; i + 1 < count; i++)
        {
            pairs[i] = merges.Find(word[i], word[i + 1]);
        }

        while (count > 1)
        {
            var best = 0;
            var bestRank = MergeTable.Rank(pairs[0]);
            for (var i = 1; i + 1 < count; i++)
            {
                if (MergeTable.Rank(pairs[i]) < bestRank)
                {
                    (best, bestRank) = (i, MergeTable.Rank(pairs[i]));
                }
            }

            if (pairs[best] == MergeTable.None)
            {
                break;
            }

            word[best] = MergeTable.Result(pairs[best]);
            word[(best + 2)..count].CopyTo(word[(best + 1)..]);
            count--;
            if (best + 1 < count)
            {
                pairs.AsSpan((best + 2)..count).CopyTo(pairs.AsSpan(best + 1));
                pairs[best] = merges.Find(word[best], word[best + 1]);
            }

            if (best > 0)
            {
                pairs[best - 1] = merges.Find(word[best - 1], word[best]);
            }
        }

        return count;
    }

    private int MergeByHeap(Span<int> word, BpeWorkspace workspace)
    {
        const int Gone = -1;
        workspace.ReserveLinks(word.Length);
        var previous = workspace.Previous;
        var next = workspace.Next;
        var queue = workspace.Queue;
        queue.Clear();
        for (var i = 0; i < word.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1;
            if (i + 1 < word.Length)
            {
                Enqueue(queue, merges.Find(word[i], word[i + 1]), i);
            }
        }

        while (queue.TryDequeue(out var at, out var key))
        {
            var right = next[at];
            if (word[at] == Gone || right >= word.Length)
            {
                continue;
            }

            var merge = merges.Find(word[at], word[right]);
            if (merge == MergeTable.None || Key(merge, at) != key)
            {
                continue; // the pair that was queued here is gone
            }

            word[at] = MergeTable.Result(merge);
            word[right] = Gone;
            next[at] = next[right];
            if (next[at] < word.Length)
            {
                previous[next[at]] = at;
                Enqueue(queue, merges.Find(word[at], word[next[at]]), at);
            }

            if (previous[at] >= 0)
            {
                Enqueue(queue, merges.Find(word[previous[at]], word[at]), previous[at]);
            }
        }

        var count = 0;
        for (var i = 0; i < word.Length; i = next[i])
        {
            word[count++] = word[i];
        }

        return count;
    }

    private static void Enqueue(PriorityQueue<int, ulong> queue, long merge, int at)
    {
        if (merge != MergeTable.None)
        {
            queue.Enqueue(at, Key(merge, at));
        }
    }

    private static ulong Key(long merge, int at) => ((ulong)(uint)MergeTable.Rank(merge) << 32) | (uint)at;
}
