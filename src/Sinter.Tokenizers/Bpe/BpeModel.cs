using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>Turns a piece of text into ids by merging adjacent symbols, the lowest rank first and of equal ranks the leftmost.</summary>
internal sealed class BpeModel : TokenModel
{
    /// <summary>Up to this many symbols, finding the best pair by a scan is faster than keeping a heap.</summary>
    public const int ScanLimit = 64;

    private readonly SymbolTable _symbols;
    private readonly MergeTable _merges;
    private readonly TokenIndex? _wholeTokens;

    /// <summary>Makes the model of a definition.</summary>
    public BpeModel(BpeDefinition model, TokenizerDefinition definition)
    {
        var special = definition.IsSpecial();

        // Plain text must never become a special token, whatever the file says.
        _merges = new MergeTable([.. model.Merges.Where(merge => !special[merge.Result])], model.RanksByResult);
        _symbols = SymbolTable.Of(model, definition, special);
        _wholeTokens = model.IgnoresMerges ? new TokenIndex(definition, model.IsByteLevel, special) : null;
        Cut = !model.IsByteLevel && model.ContinuingPrefix is null && model.EndSuffix is null && !model.IgnoresMerges && MetaspaceSplitter.Suits(definition.Tokens)
            ? MetaspaceSplitter.Instance
            : null;
    }

    /// <inheritdoc/>
    public override TextSplitter? Cut { get; }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        if (_wholeTokens is not null && _wholeTokens.Find(piece) is >= 0 and var whole)
        {
            output.Add(whole, piece.Length);
            return;
        }

        var ids = Merge(piece, scratch.Of<BpeScratch>());
        if (!output.TracksLengths)
        {
            output.AddRange(ids);
            return;
        }

        foreach (var id in ids)
        {
            var length = _symbols.Length(id, piece);
            output.Add(id, length);
            piece = piece[length..];
        }
    }

    private ReadOnlySpan<int> Merge(ReadOnlySpan<byte> piece, BpeScratch scratch)
    {
        scratch.ReserveSymbols(piece.Length);
        var count = _symbols.Read(piece, scratch.Symbols);
        count = count <= ScanLimit
            ? MergeByScan(scratch.Symbols.AsSpan(0, count), scratch.Pairs)
            : MergeByHeap(scratch.Symbols.AsSpan(0, count), scratch);
        return scratch.Symbols.AsSpan(0, count);
    }

    private int MergeByScan(Span<int> word, long[] pairs)
    {
        var count = word.Length;
        for (var i = 0; i + 1 < count; i++)
        {
            pairs[i] = _merges.Find(word[i], word[i + 1]);
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
                pairs[best] = _merges.Find(word[best], word[best + 1]);
            }

            if (best > 0)
            {
                pairs[best - 1] = _merges.Find(word[best - 1], word[best]);
            }
        }

        return count;
    }

    private int MergeByHeap(Span<int> word, BpeScratch scratch)
    {
        const int Gone = -1;
        scratch.ReserveLinks(word.Length);
        var previous = scratch.Previous;
        var next = scratch.Next;
        var queue = scratch.Queue;
        queue.Clear();
        for (var i = 0; i < word.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1;
            if (i + 1 < word.Length)
            {
                Enqueue(queue, _merges.Find(word[i], word[i + 1]), i);
            }
        }

        while (queue.TryDequeue(out var at, out var key))
        {
            var right = next[at];
            if (word[at] == Gone || right >= word.Length)
            {
                continue;
            }

            var merge = _merges.Find(word[at], word[right]);
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
                Enqueue(queue, _merges.Find(word[at], word[next[at]]), at);
            }

            if (previous[at] >= 0)
            {
                Enqueue(queue, _merges.Find(word[previous[at]], word[at]), previous[at]);
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
