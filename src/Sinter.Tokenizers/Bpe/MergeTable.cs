using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The merges of a BPE model: for a pair of adjacent token ids, when it merges (its rank; the lowest goes first) and into what.
/// An open-addressing table of 8 bytes a slot, since it is asked some ten times for each word not met before, and each miss of a processor's cache costs
/// more than all else that is done with the pair.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge: higher than any other.</summary>
    public const int None = (1 << RankBits) - 1;

    private const int IdBits = 21;
    private const int RankBits = 22;
    private const ulong Vacant = ulong.MaxValue;

    private readonly ulong[] _slots;
    private readonly int[] _results;
    private readonly int _shift;

    /// <summary>Builds the table from the merges by rank; of two merges of the same pair, the later counts.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="ranksByResult">Whether the id that a pair becomes is its rank, as in tiktoken; else its place among the merges.</param>
    /// <exception cref="InvalidDataException">There are more merges or tokens than any real vocabulary has.</exception>
    public MergeTable(ReadOnlySpan<Merge> merges, bool ranksByResult = false)
    {
        var largest = Largest(merges);
        if (merges.Length > None || largest >= 1 << IdBits)
        {
            throw new InvalidDataException($"The vocabulary has {merges.Length} merges and ids up to {largest}; Sinter takes up to {None} merges and ids up to {(1 << IdBits) - 1}.");
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (merges.Length * 4L / 3) + 1));
        _shift = 64 - BitOperations.Log2((uint)size);
        _slots = new ulong[size];
        _results = new int[ranksByResult ? 1 + largest : merges.Length];
        Array.Fill(_slots, Vacant);
        for (var index = 0; index < merges.Length; index++)
        {
            var merge = merges[index];
            var rank = ranksByResult ? merge.Result : index;
            _results[rank] = merge.Result;
            var pair = Pair(merge.Left, merge.Right);
            var i = Home(pair);
            while (_slots[i] != Vacant && _slots[i] >> RankBits != pair)
            {
                i = (i + 1) & (size - 1);
            }

            _slots[i] = (pair << RankBits) | (uint)rank;
        }
    }

    /// <summary>The rank of a pair's merge, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(int left, int right)
    {
        var table = _slots;
        ref var first = ref MemoryMarshal.GetArrayDataReference(table);
        var pair = Pair(left, right);
        var i = Home(pair);
        while (true)
        {
            var slot = Unsafe.Add(ref first, i);
            if (slot >> RankBits == pair)
            {
                return (int)slot & None;
            }

            if (slot == Vacant)
            {
                return None;
            }

            i = (i + 1) & (table.Length - 1);
        }
    }

    /// <summary>The id that the merge of a rank gives.</summary>
    public int Result(int rank) => _results[rank];

    private static int Largest(ReadOnlySpan<Merge> merges)
    {
        var largest = 0;
        foreach (var merge in merges)
        {
            largest = Math.Max(largest, Math.Max(merge.Result, Math.Max(merge.Left, merge.Right)));
        }

        return largest;
    }

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << IdBits) | (uint)right;

    private int Home(ulong pair) => (int)((pair * 0x9E3779B97F4A7C15UL) >> _shift);
}
