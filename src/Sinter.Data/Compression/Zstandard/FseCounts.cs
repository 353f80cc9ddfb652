using System.Numerics;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>Shares the states of a finite-state entropy code among symbols by how often they come.</summary>
internal static class FseCounts
{
    /// <summary>A fit log for so many symbols: few symbols need no fine shares.</summary>
    public static int Log(int total, int distinct, int maximumLog)
    {
        var fine = BitOperations.Log2((uint)Math.Max(1, total - 1)) - 2;
        var least = BitOperations.Log2((uint)distinct) + 1;
        return Math.Clamp(Math.Max(fine, least), FseDistribution.MinimumLog, maximumLog);
    }

    /// <summary>Fills <paramref name="states"/> with shares that sum to 2^log; every symbol that comes has one at least. There must be two or more.</summary>
    public static void Share(ReadOnlySpan<int> frequencies, int total, int log, Span<short> states)
    {
        var left = 1 << log;
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            var exact = ((long)frequencies[symbol] << log) + (total / 2);
            states[symbol] = frequencies[symbol] == 0 ? (short)0 : (short)Math.Max(1, exact / total);
            left -= states[symbol];
        }

        // What rounding left over or took too much of is settled with the most frequent symbol, which feels it least.
        while (left != 0)
        {
            var largest = 0;
            for (var symbol = 1; symbol < states.Length; symbol++)
            {
                largest = states[symbol] > states[largest] ? symbol : largest;
            }

            var change = left > 0 ? left : -1;
            states[largest] += (short)change;
            left -= change;
        }
    }

    /// <summary>About how many bits the symbols take, in 1/256 of a bit; a symbol without a state makes it enormous.</summary>
    public static long Cost(ReadOnlySpan<int> frequencies, ReadOnlySpan<short> states, int log)
    {
        long cost = 0;
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            if (frequencies[symbol] > 0)
            {
                if (symbol >= states.Length || states[symbol] == 0)
                {
                    return long.MaxValue;
                }

                cost += frequencies[symbol] * (long)((log << 8) - Log256((uint)Math.Abs(states[symbol])));
            }
        }

        return cost;
    }

    /// <summary>256 times the binary logarithm, by a straight line between powers of two: the same on every machine.</summary>
    private static int Log256(uint value)
    {
        var log = BitOperations.Log2(value);
        return (log << 8) + (int)(((value << 8) >> log) - 256);
    }
}
