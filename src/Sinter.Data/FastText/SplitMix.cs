namespace Sinter.Data.FastText;

/// <summary>A stream of random numbers (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014), the same on all machines.</summary>
/// <param name="seed">Where it begins.</param>
public struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream of its own for an item.</summary>
    public static SplitMix For(int seed, long item) => new(Mix(((ulong)(uint)seed << 32) ^ Mix((ulong)item + 0x9E3779B97F4A7C15)));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to below 1.</summary>
    public float NextSingle() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int NextBelow(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
