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

    [ThreadStatic]
    private static Slot[]? scratch;

    private readonly int[][] _groups = new int[Longest + 1][];
    private readonly int[] _counts = new int[Longest + 1];

    internal NgramTable(ReadOnlySpan<TextWord> words, ReadOnlySpan<int> wordGroups)
    {
        // Words by group, but those that occur once have none: they are in no repetition.
        var occurrences = new int[words.Length];
        foreach (var group in wordGroups)
        {
            occurrences[group]++;
        }

        var shorter = new int[words.Length];
        for (var i = 0; i < shorter.Length; i++)
        {
            shorter[i] = occurrences[wordGroups[i]] > 1 ? wordGroups[i] : -1;
        }

        for (var n = 2; n <= Longest; n++)
        {
            shorter = _groups[n] = Pair(shorter, out _counts[n]);
        }
    }

    /// <summary>
    /// The runs of <paramref name="n"/> words by the word that they begin with: the number of the group of equal ones, or -1 where a run occurs only once. One fewer
    /// for each n, or empty where no run repeats.
    /// </summary>
    public ReadOnlySpan<int> Groups(int n) => _groups[n];

    /// <summary>How many different runs of <paramref name="n"/> words occur more than once.</summary>
    public int GroupCount(int n) => _counts[n];

    /// <summary>From the groups of runs to those of runs of one word more.</summary>
    private static int[] Pair(int[] shorter, out int count)
    {
        count = 0;
        var candidates = 0;
        for (var i = 0; i + 1 < shorter.Length; i++)
        {
            candidates += (shorter[i] | shorter[i + 1]) < 0 ? 0 : 1;
        }

        if (candidates < 2)
        {
            return [];
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)candidates * 2);
        var slots = size <= 1 << 14 ? (scratch ??= new Slot[1 << 14]).AsSpan(0, size) : new Slot[size];
        slots.Clear();
        var groups = new int[shorter.Length - 1];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = (shorter[i] | shorter[i + 1]) < 0 ? -1 : Find(slots, i, shorter[i], shorter[i + 1], groups, ref count);
        }

        return count == 0 ? [] : groups;
    }

    /// <summary>The group of a pair: -1 at its first occurrence, a new number at the second, which the first then gets too.</summary>
    private static int Find(Span<Slot> slots, int place, int first, int second, int[] groups, ref int count)
    {
        var key = ((ulong)(uint)first << 32) | (uint)second;
        var mask = slots.Length - 1;
        for (var at = (int)ProcessHash.Of(key) & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref slots[at];
            if (slot.Place == 0)
            {
                slot = new Slot { Key = key, Place = place + 1, Group = -1 };
                return -1;
            }

            if (slot.Key == key)
            {
                if (slot.Group < 0)
                {
                    slot.Group = count++;
                    groups[slot.Place - 1] = slot.Group;
                }

                return slot.Group;
            }
        }
    }

    /// <summary>A pair that was met: where it stood first (one more than that place; 0 for an empty slot), and its group once it was met again.</summary>
    private struct Slot
    {
        public ulong Key;
        public int Place;
        public int Group;
    }
}
