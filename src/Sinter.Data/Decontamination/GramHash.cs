using System.Numerics;

namespace Sinter.Data.Decontamination;

/// <summary>The hash of the last words of a text, as many as a length says; it rolls on by one word in a constant time (Karp and Rabin 1987, modulo 2^64).</summary>
/// <param name="length">The number of words.</param>
internal struct GramHash(int length)
{
    private const ulong Base = 0xD6E8FEB86659FD93;

    private readonly ulong _power = Power(length);
    private ulong _sum;

    /// <summary>The hash, with its bits mixed.</summary>
    public readonly ulong Value
    {
        get
        {
            var mixed = (_sum ^ (_sum >> 32)) * 0xD6E8FEB86659FD93;
            return mixed ^ BitOperations.RotateLeft(mixed, 31);
        }
    }

    /// <summary>Takes a word in, and the word out that stood <c>length</c> words before it; 0 while there is none.</summary>
    public void Roll(ulong entering, ulong leaving) => _sum = (_sum * Base) + entering - (leaving * _power);

    private static ulong Power(int exponent)
    {
        var power = 1ul;
        for (var i = 0; i < exponent; i++)
        {
            power *= Base;
        }

        return power;
    }
}
