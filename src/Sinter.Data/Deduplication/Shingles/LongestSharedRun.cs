using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The longest run of words (or of characters, where shingles are made of these) that two texts share, both read as for shingles. Whether there is one of a length is seen by
/// the hashes of all runs of that length (Karp and Rabin 1987), and the length is found by halving. A run that was met is followed to its end first, so that of near-duplicates
/// the longest is mostly known after the first look. Of texts of more than <see cref="TextUnits.MaximumCount"/> the beginnings are compared, so that no pair takes more than some
/// seconds and 150 MB.
/// </summary>
internal static class LongestSharedRun
{
    private const int FirstLength = 16;

    // Texts can be made in which each run matches for long and none goes on; this much following of runs, in lengths of the text, is enough.
    private const int WorkPerUnit = 4;

    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>The run; its similarity is 0. Of equally long ones, one that depends on the texts alone.</summary>
    public static DuplicateMatch Find(ShingleOptions options, TextUnits a, TextUnits b)
    {
        var bound = Math.Min(a.Count, b.Count) + 1;
        var search = new Search(a.Hashes.AsMemory(0, a.Count), b.Hashes.AsMemory(0, b.Count), Reduce(new ShingleKeys(options.Seed).Base));

        // A run of the best length is known, and one of the bound's does not exist. After the first that is found the next is one longer, as there mostly is none.
        var best = default(Run);
        var found = 0;
        for (var length = Math.Min(FirstLength, bound - 1); best.Length + 1 < bound; length = found == 1 ? best.Length + 1 : best.Length + ((bound - best.Length) / 2))
        {
            var run = search.Probe(length);
            if (run.Length == 0)
            {
                bound = length;
            }
            else
            {
                best = run;
                found++;
            }
        }

        if (best.Length == 0)
        {
            return default;
        }

        var (start, extent) = a.Place(best.First, best.Length);
        var (keptStart, keptLength) = b.Place(best.Second, best.Length);
        return new DuplicateMatch(0, start, extent, keptStart, keptLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reduce(ulong value)
    {
        value = (value & Prime) + (value >> 61);
        return value >= Prime ? value - Prime : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(ulong first, ulong second)
    {
        var high = Math.BigMul(first, second, out var low);
        return Reduce((low & Prime) + ((high << 3) | (low >> 61)));
    }

    private readonly record struct Run(int First, int Second, int Length);

    private sealed class Search(ReadOnlyMemory<ulong> a, ReadOnlyMemory<ulong> b, ulong number)
    {
        /// <summary>A shared run of at least a length; of length 0 where there is none.</summary>
        public Run Probe(int length)
        {
            var windows = Windows(a.Span, length);
            var others = Windows(b.Span, length);
            var table = new int[BitOperations.RoundUpToPowerOf2((uint)others.Length * 2)];
            for (var i = 0; i < others.Length; i++)
            {
                Slot(table, others, others[i], i + 1);
            }

            var best = default(Run);
            var work = WorkPerUnit * (long)a.Length;
            for (var i = 0; i < windows.Length && work > 0; i++)
            {
                var at = Slot(table, others, windows[i], 0) - 1;
                if (at < 0)
                {
                    continue;
                }

                var run = a.Span[i..].CommonPrefixLength(b.Span[at..]);
                work -= run;
                if (run > best.Length && run >= length)
                {
                    best = new Run(i, at, run);
                }

                // What begins within the run and ends in it is shorter.
                i += Math.Max(0, run - length);
            }

            return best;
        }

        /// <summary>The entry, a place and 1, of a hash in the table of places; where there is none it becomes the one given.</summary>
        private static int Slot(int[] table, ulong[] windows, ulong hash, int entry)
        {
            var mask = table.Length - 1;
            for (var at = (int)(hash ^ (hash >> 32)) & mask; ; at = (at + 1) & mask)
            {
                if (table[at] == 0)
                {
                    return table[at] = entry;
                }

                if (windows[table[at] - 1] == hash)
                {
                    return table[at];
                }
            }
        }

        /// <summary>The hashes of all runs of a length: polynomials modulo 2^61 - 1, which unlike those modulo 2^64 no long text makes equal whatever the number is.</summary>
        private ulong[] Windows(ReadOnlySpan<ulong> units, int length)
        {
            var windows = new ulong[units.Length - length + 1];
            var outgoing = Prime - Power(length);
            var value = 0UL;
            for (var i = 0; i < units.Length; i++)
            {
                value = Reduce(Multiply(value, number) + Reduce(units[i]));
                if (i >= length)
                {
                    value = Reduce(value + Multiply(Reduce(units[i - length]), outgoing));
                }

                if (i >= length - 1)
                {
                    windows[i - length + 1] = value;
                }
            }

            return windows;
        }

        private ulong Power(int exponent)
        {
            var power = 1UL;
            for (var i = 0; i < exponent; i++)
            {
                power = Multiply(power, number);
            }

            return power;
        }
    }
}
