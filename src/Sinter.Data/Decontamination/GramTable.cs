using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Where runs of words (grams) stand in the benchmarks, by their hashes: an open-addressing table of their first places, from which a chain leads to the others. Before it stands a
/// filter of two bits a gram that fits into a processor's cache, as nearly all words of a text are in no benchmark. A gram is named by its first place. Grams with one hash are
/// told apart by their words, so that a collision cannot accuse anybody.
/// </summary>
/// <param name="grams">How many grams will be added at most.</param>
/// <param name="places">How many places there are: grams stand at 0 to this less one.</param>
/// <param name="mostPlaces">A gram at more places than these is common, and is found no more.</param>
internal sealed class GramTable(int grams, int places, int mostPlaces)
{
    private const int End = -1;
    private const int Common = -2;

    private readonly ulong[] _filter = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, grams / 8))];
    private readonly ulong[] _slots = new ulong[BitOperations.RoundUpToPowerOf2((ulong)Math.Max(4, grams * 3L / 2))];
    private readonly int[] _next = new int[places];

    /// <summary>How many grams are common.</summary>
    public int CommonGrams { get; private set; }

    /// <summary>Adds a place. Places are added in their order.</summary>
    /// <param name="hash">The hash of the gram.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="isSame">Whether the grams at two places are the same.</param>
    /// <param name="isRepeated">Whether two places with the same gram lie in one field; the later one is then left out.</param>
    public void Add(ulong hash, int place, Func<int, int, bool> isSame, Func<int, int, bool> isRepeated)
    {
        _filter[FilterIndex(hash)] |= FilterBits(hash);
        _next[place] = End;
        var mask = (ulong)_slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == 0)
            {
                _slots[slot] = ToSlot(hash, place);
                return;
            }

            if (_slots[slot] >> 32 == hash >> 32 && isSame((int)(uint)_slots[slot] - 1, place))
            {
                AddTo((int)(uint)_slots[slot] - 1, place, isRepeated);
                return;
            }
        }
    }

    /// <summary>Whether a gram of this hash may be there; quick.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHold(ulong hash)
    {
        var bits = FilterBits(hash);
        return (_filter[FilterIndex(hash)] & bits) == bits;
    }

    /// <summary>The first place that may hold the gram, to be verified; -1 where there is none.</summary>
    /// <param name="hash">The hash of the gram.</param>
    /// <param name="probe">Where the search goes on; 0 at first.</param>
    public int Find(ulong hash, ref ulong probe)
    {
        var mask = (ulong)_slots.Length - 1;
        while (true)
        {
            var slot = _slots[(hash + probe++) & mask];
            if (slot == 0)
            {
                return -1;
            }

            if (slot >> 32 == hash >> 32)
            {
                return (int)(uint)slot - 1;
            }
        }
    }

    /// <summary>Whether the gram at this first place is common.</summary>
    public bool IsCommon(int first) => _next[first] == Common;

    /// <summary>The next place of the same gram; negative at the end.</summary>
    public int Next(int place) => _next[place];

    // The first place stays the first, as it is the gram's name; all others follow it, the last one added first.
    private void AddTo(int first, int place, Func<int, int, bool> isRepeated)
    {
        if (_next[first] == Common || isRepeated(_next[first] == End ? first : _next[first], place))
        {
            return;
        }

        var length = 1;
        for (var at = first; _next[at] != End; at = _next[at])
        {
            length++;
        }

        if (length >= mostPlaces)
        {
            _next[first] = Common;
            CommonGrams++;
            return;
        }

        _next[place] = _next[first];
        _next[first] = place;
    }

    private static ulong ToSlot(ulong hash, int place) => (hash & 0xFFFFFFFF00000000) | (uint)(place + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FilterIndex(ulong hash) => (int)((hash >> 3) & ((ulong)_filter.Length - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FilterBits(ulong hash) => (1ul << (int)(hash >> 58)) | (1ul << (int)((hash >> 52) & 63));
}
