using System.Numerics;

namespace Sinter.Data.FastText;

/// <summary>
/// Which row of the input matrix, counted behind those of the words, an n-gram has. In a model that was not pruned it is the hash within the buckets; in a pruned one
/// only some buckets are left, and their rows follow each other in the order of the buckets: a bit a bucket and a count every 32 bits find the row.
/// </summary>
internal sealed class NgramRows
{
    private readonly Block[]? _blocks;
    private readonly ulong _inverse;

    private NgramRows(int buckets, Block[]? blocks, int rows)
    {
        Buckets = buckets;
        Rows = rows;
        _blocks = blocks;
        _inverse = buckets == 0 ? 0 : (ulong.MaxValue / (uint)buckets) + 1;
    }

    /// <summary>The number of buckets.</summary>
    public int Buckets { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Whether some buckets have no row.</summary>
    public bool IsPruned => _blocks is not null;

    /// <summary>A row for every bucket.</summary>
    public static NgramRows All(int buckets) => new(buckets, null, buckets);

    /// <summary>Rows for the buckets that are given, in ascending order without repetition.</summary>
    public static NgramRows Of(int buckets, ReadOnlySpan<int> kept)
    {
        var blocks = new Block[(buckets / 32) + 1];
        foreach (var bucket in kept)
        {
            blocks[bucket >> 5].Bits |= 1u << (bucket & 31);
        }

        var rows = 0;
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block].Rows = rows;
            rows += BitOperations.PopCount(blocks[block].Bits);
        }

        return new NgramRows(buckets, blocks, rows);
    }

    /// <summary>The row of a hash of 32 bits; -1 where it was pruned.</summary>
    public int Find(uint hash)
    {
        // The remainder by two products (Lemire, Kaser, Kurz: Faster remainder by direct computation, 2019).
        var bucket = (int)Math.BigMul(_inverse * hash, (ulong)(uint)Buckets, out _);
        return _blocks is null ? bucket : RowOf(bucket);
    }

    /// <summary>The row of a hash of 64 bits, as runs of words have; -1 where it was pruned.</summary>
    public int Find(ulong hash)
    {
        var bucket = (int)(hash % (uint)Buckets);
        return _blocks is null ? bucket : RowOf(bucket);
    }

    /// <summary>The buckets that have a row in a pruned model, in ascending order.</summary>
    public int[] ToArray()
    {
        var kept = new List<int>(Rows);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (RowOf(bucket) >= 0)
            {
                kept.Add(bucket);
            }
        }

        return [.. kept];
    }

    private int RowOf(int bucket)
    {
        var block = _blocks![bucket >> 5];
        var bit = 1u << (bucket & 31);
        return (block.Bits & bit) == 0 ? -1 : block.Rows + BitOperations.PopCount(block.Bits & (bit - 1));
    }

    private struct Block
    {
        public uint Bits;
        public int Rows;
    }
}
