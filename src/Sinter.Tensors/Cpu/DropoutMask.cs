using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Random bits by index, without state: element j of a chunk of <see cref="Chunk"/> elements has the 32 bits mix(mix(j xor k0) + k1), with two words k0, k1 that
/// SplitMix64's finaliser makes from seed, step, site and the number of the chunk; mix is "lowbias32" of Wellons (hash-prospector, 2018), which
/// spreads every bit over all others. Integers only: the same on every machine, at any width of vectors.
/// </summary>
internal readonly struct DropoutMask
{
    /// <summary>Elements that share two words.</summary>
    public const int Chunk = 16384;

    private readonly uint _first;
    private readonly uint _second;

    public DropoutMask(int seed, int step, int site, long chunk)
    {
        var state = Mix(((ulong)(uint)seed << 32) | (uint)step);
        state = Mix(state ^ (uint)site);
        state = Mix(state ^ (ulong)chunk);
        (_first, _second) = ((uint)state, (uint)(state >> 32));
    }

    /// <summary>What the bits of a kept element are at least.</summary>
    public static uint Threshold(double rate) => (uint)Math.Min(Math.Round(rate * 4294967296.0), uint.MaxValue);

    /// <summary>The bits of one element of the chunk.</summary>
    public uint Bits(uint index) => Mix(Mix(index ^ _first) + _second);

    /// <summary>The bits of the elements of a vector of indices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<uint> Bits(Vector<uint> indices) => Mix(Mix(indices ^ new Vector<uint>(_first)) + new Vector<uint>(_second));

    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Mix(Vector<uint> x)
    {
        x = (x ^ (x >>> 16)) * 0x7FEB352D;
        x = (x ^ (x >>> 15)) * 0x846CA68B;
        return x ^ (x >>> 16);
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
