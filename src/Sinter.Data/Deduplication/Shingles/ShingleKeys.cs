using System.Runtime.CompilerServices;
using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The numbers that the hashes of words and shingles are made with, drawn from a seed. A word's hash takes its characters one after another, a shingle's hash is the value of
/// the polynomial whose coefficients are the hashes of its words, so that it rolls on from shingle to shingle (Karp and Rabin 1987); each ends in <see cref="Fold"/>.
/// </summary>
internal readonly struct ShingleKeys
{
    /// <summary>The state before the first character.</summary>
    public readonly ulong Start;

    /// <summary>What <see cref="Fold"/> multiplies with; odd.</summary>
    public readonly ulong Multiplier;

    /// <summary>Where the polynomial is taken; odd.</summary>
    public readonly ulong Base;

    /// <summary>What is added to the polynomial before it is folded.</summary>
    public readonly ulong Finish;

    public ShingleKeys(ulong seed)
    {
        var random = new SplitMix(seed);
        Start = random.Next();
        Multiplier = random.Next() | 1;
        Base = random.Next() | 1;
        Finish = random.Next();
    }

    /// <summary>Both halves of the product of 128 bits, so that each bit depends on all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }

    /// <summary>The hash of a shingle from its polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong OfPolynomial(ulong polynomial) => Fold(polynomial + Finish);
}
