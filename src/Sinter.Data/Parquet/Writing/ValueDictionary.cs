using System.Numerics;

namespace Sinter.Data.Parquet;

/// <summary>The different values of a column in the order in which they first occur, and for each value which of them it is.</summary>
internal sealed class ValueDictionary
{
    private ValueDictionary(List<int> firsts, int[] indices)
    {
        Firsts = firsts;
        Indices = indices;
        Width = BitOperations.Log2((uint)Math.Max(firsts.Count - 1, 1)) + 1;
    }

    /// <summary>Where each different value first stands in the column.</summary>
    public List<int> Firsts { get; }

    /// <summary>For each value of the column the number of the different value.</summary>
    public int[] Indices { get; }

    /// <summary>The bits of an index.</summary>
    public int Width { get; }

    /// <summary>Makes a dictionary; null where it would be larger than the limit, or not make the column smaller.</summary>
    public static ValueDictionary? TryMake(ColumnBuffer column, int maximumBytes)
    {
        if (maximumBytes == 0 || column.Count == 0 || column.Leaf.PhysicalType == ParquetPhysicalType.Boolean)
        {
            return null;
        }

        var indices = new int[column.Count];
        var firsts = new List<int>();
        var slots = new int[1024];
        var bytes = 0L;
        for (var i = 0; i < indices.Length; i++)
        {
            var slot = Probe(column, column.Value(i), slots, firsts);
            if (slot < 0)
            {
                firsts.Add(i);
                slots[slot = ~slot] = firsts.Count;
                bytes += column.PlainBytes(i, i + 1);
                if (bytes > maximumBytes)
                {
                    return null;
                }
            }

            indices[i] = slots[slot] - 1;
            if (firsts.Count * 2 > slots.Length)
            {
                slots = Grow(column, slots, firsts);
            }
        }

        var made = new ValueDictionary(firsts, indices);
        return bytes + BitPacking.ByteCount(indices.Length, made.Width) < column.PlainBytes(0, column.Count) ? made : null;
    }

    /// <summary>The slot that holds a value, else the complement of the free slot for it.</summary>
    private static int Probe(ColumnBuffer column, ReadOnlySpan<byte> value, int[] slots, List<int> firsts)
    {
        // The hash differs from run to run; the order of the values does not depend on it.
        var hash = default(HashCode);
        hash.AddBytes(value);
        var slot = hash.ToHashCode() & (slots.Length - 1);
        while (slots[slot] != 0)
        {
            if (column.Value(firsts[slots[slot] - 1]).SequenceEqual(value))
            {
                return slot;
            }

            slot = (slot + 1) & (slots.Length - 1);
        }

        return ~slot;
    }

    private static int[] Grow(ColumnBuffer column, int[] slots, List<int> firsts)
    {
        var grown = new int[slots.Length * 2];
        for (var i = 0; i < firsts.Count; i++)
        {
            grown[~Probe(column, column.Value(firsts[i]), grown, firsts)] = i + 1;
        }

        return grown;
    }
}
