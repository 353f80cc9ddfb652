using System.Numerics;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Which runs of n words of a text, for n from 2 to <see cref="Longest"/>, occur more than once. A run can only repeat where both runs of one word less in it do, so
/// that few are looked at for a long n; and a run is known by the exact numbers of those two, so that nothing is left to hashing.
/// </summary>
public sealed class NgramTable
{
    /// <summary>The longest runs, in words.</summary>
    public const int Longest = 10;

    /// <summary>The size of the tables that a thread keeps; a longer text gets its own.</summary>
    private const int ScratchSize = 1 << 14;

    [ThreadStatic]
    private static Slot[]? _slotScratch;

    [ThreadStatic]
    private static byte[]? _filterScratch;

    private readonly Repeats[] _repeats = new Repeats[Longest + 1];

    internal NgramTable(ReadOnlySpan<int> wordGroups, int groupCount)
    {
        // Words that occur once are in no repetition.
        var occurrences = new int[groupCount];
        foreach (var group in wordGroups)
        {
            occurrences[group]++;
        }

        var places = new int[wordGroups.Length];
        var groups = new int[wordGroups.Length];
        var count = 0;
        for (var i = 0; i < wordGroups.Length; i++)
        {
            places[count] = i;
            groups[count] = wordGroups[i];
            count += occurrences[wordGroups[i]] > 1 ? 1 : 0;
        }

        var shorter = new Repeats(places.AsMemory(0, count), groups.AsMemory(0, count), groupCount);
        for (var n = 2; n <= Longest; n++)
        {
            shorter = _repeats[n] = Pair(shorter);
        }
    }

    /// <summary>The places of the words that begin a run of <paramref name="n"/> words which occurs more than once, ascending.</summary>
    public ReadOnlySpan<int> Places(int n) => _repeats[n].Places.Span;

    /// <summary>Of each of <see cref="Places"/> the number of the group of equal runs, below <see cref="GroupCount"/>.</summary>
    public ReadOnlySpan<int> Groups(int n) => _repeats[n].Groups.Span;

    /// <summary>The number of groups of runs of <paramref name="n"/> words.</summary>
    public int GroupCount(int n) => _repeats[n].GroupCount;

    /// <summary>From the repeated runs to those of one word more.</summary>
    private static Repeats Pair(Repeats shorter)
    {
        var pairs = FindCandidates(shorter, out var places);
        if (pairs.Length < 2)
        {
            return default;
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)pairs.Length * 2);
        var slots = size <= ScratchSize ? (_slotScratch ??= new Slot[ScratchSize]).AsSpan(0, size) : new Slot[size];
        slots.Clear();
        var groups = new int[pairs.Length];
        var groupCount = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = Find(slots, i, pairs[i], groups, ref groupCount);
        }

        var count = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            places[count] = places[i];
            groups[count] = groups[i];
            count += groups[i] < 0 ? 0 : 1;
        }

        return new Repeats(places.AsMemory(0, count), groups.AsMemory(0, count), groupCount);
    }

    /// <summary>
    /// The pairs of neighbouring runs that may occur more than once: a filter of small counts by hash, gone through twice, sorts out nearly all others before they come to
    /// the table.
    /// </summary>
    private static ReadOnlySpan<ulong> FindCandidates(Repeats shorter, out int[] places)
    {
        var runs = shorter.Places.Span;
        var groups = shorter.Groups.Span;
        places = new int[runs.Length];
        var pairs = new ulong[runs.Length];
        var count = 0;
        for (var i = 0; i + 1 < runs.Length; i++)
        {
            places[count] = runs[i];
            pairs[count] = ((ulong)(uint)groups[i] << 32) | (uint)groups[i + 1];
            count += runs[i] + 1 == runs[i + 1] ? 1 : 0;
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 4);
        var filter = size <= ScratchSize ? (_filterScratch ??= new byte[ScratchSize]).AsSpan(0, size) : new byte[size];
        filter.Clear();
        for (var i = 0; i < count; i++)
        {
            ref var seen = ref filter[(int)ProcessHash.Of(pairs[i]) & (filter.Length - 1)];
            seen = (byte)((seen << 1) | 1);
        }

        var candidates = 0;
        for (var i = 0; i < count; i++)
        {
            var again = filter[(int)ProcessHash.Of(pairs[i]) & (filter.Length - 1)] > 1;
            places[candidates] = places[i];
            pairs[candidates] = pairs[i];
            candidates += again ? 1 : 0;
        }

        return pairs.AsSpan(0, candidates);
    }

    /// <summary>The group of a pair: -1 at its first occurrence, a new number at the second, which the first then gets too.</summary>
    private static int Find(Span<Slot> slots, int index, ulong pair, int[] groups, ref int groupCount)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(ProcessHash.Of(pair) >> 32) & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref slots[at];
            if (slot.First == 0)
            {
                slot = new Slot { Pair = pair, First = index + 1, Group = -1 };
                return -1;
            }

            if (slot.Pair == pair)
            {
                if (slot.Group < 0)
                {
                    slot.Group = groupCount++;
                    groups[slot.First - 1] = slot.Group;
                }

                return slot.Group;
            }
        }
    }

    /// <summary>The repeated runs of one length, by the word that each begins with.</summary>
    private readonly record struct Repeats(ReadOnlyMemory<int> Places, ReadOnlyMemory<int> Groups, int GroupCount);

    /// <summary>A pair that was met: its first index (one more than that; 0 for an empty slot), and its group once it was met again.</summary>
    private struct Slot
    {
        public ulong Pair;
        public int First;
        public int Group;
    }
}
