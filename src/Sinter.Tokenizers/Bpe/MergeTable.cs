using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The merges of a BPE model: for a pair of adjacent token ids, when it merges (its rank; the lowest goes first) and into what.
/// An open-addressing table, since it is asked some ten times a word and a dictionary costs three times as much.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>What <see cref="Find"/> answers for a pair that does not merge: the highest rank there is.</summary>
    public const long None = long.MaxValue;

    private const ulong Vacant = ulong.MaxValue;

    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <summary>Builds the table from the merges by rank; of two merges of the same pair, the later counts.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="ranksByResult">Whether the id that a pair becomes is its rank; else its place among the merges.</param>
    public MergeTable(ReadOnlySpan<Merge> merges, bool ranksByResult = false)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Length * 2));
        _shift = 64 - BitOperations.Log2((uint)size);
        _slots = new Slot[size];
        Array.Fill(_slots, new Slot { Pair = Vacant });
        for (var rank = 0; rank < merges.Length; rank++)
        {
            var merge = merges[rank];
            var pair = Pair(merge.Left, merge.Right);
            var i = Home(pair);
            while (_slots[i].Pair != Vacant && _slots[i].Pair != pair)
            {
                i = (i + 1) & (size - 1);
            }

            _slots[i] = new Slot { Pair = pair, Value = ((long)(ranksByResult ? merge.Result : rank) << 32) | (uint)merge.Result };
        }
    }

    /// <summary>The merge of a pair as rank (high half) and resulting id (low half), or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Find(int left, int right)
    {
        var table = _slots;
        var pair = Pair(left, right);
        var i = Home(pair);
        while (true)
        {
            ref readonly var slot = ref table[i];
            if (slot.Pair == pair)
            {
                return slot.Value;
            }

            if (slot.Pair == Vacant)
            {
                return None;
            }

            i = (i + 1) & (table.Length - 1);
        }
    }

    /// <summary>The rank of what <see cref="Find"/> gave.</summary>
    public static int Rank(long found) => (int)(found >> 32);

    /// <summary>The id that what <see cref="Find"/> gave merges into.</summary>
    public static int Result(long found) => (int)found;

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int Home(ulong pair) => (int)((pair * 0x9E3779B97F4A7C15UL) >> _shift);

    private struct Slot
    {
        public ulong Pair;
        public long Value;
    }
}
