using System.Numerics;
using System.Text;

namespace Sinter.Tensors.Randomness;

/// <summary>
/// A stream of random numbers that a seed and a name determine, the same on every machine (xoshiro256** of Blackman and Vigna 2018, seeded by
/// SplitMix64). Give each use its own name, and one more or fewer draw in one never changes another.
/// </summary>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="name">What the numbers are for, such as <c>shuffle/epoch-3</c>.</param>
    public RandomStream(ulong seed, string name)
    {
        // FNV-1a spreads the name over 64 bits; SplitMix64 then makes four words that share nothing.
        var state = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            state = (state ^ unit) * 1099511628211UL;
        }

        state ^= seed * 0x9E3779B97F4A7C15UL;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, limit), each as likely.</summary>
    public long NextBelow(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);

        // Draws below the remainder are thrown away: they would favour small numbers.
        var threshold = (0 - (ulong)limit) % (ulong)limit;
        while (true)
        {
            var bits = NextBits();
            if (bits >= threshold)
            {
                return (long)(bits % (ulong)limit);
            }
        }
    }

    /// <summary>A number from the standard normal distribution (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>The numbers 0..count-1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = (int)NextBelow(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
