using System.Runtime.CompilerServices;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// A rolling hash of the last tokens of a text: a polynomial over the field of 2^61 - 1 numbers (Karp and Rabin 1987), of tokens that are themselves hashed as polynomials of
/// their characters. Two texts that differ have the same hash for at most as many bases as their polynomials have roots: with bases drawn at random, for less than one in 2^54 of
/// them, whatever the texts.
/// </summary>
/// <param name="letters">The base of the characters, above 0 and below <see cref="Prime"/>.</param>
/// <param name="tokens">The base of the tokens.</param>
/// <param name="window">How many tokens are hashed.</param>
internal readonly struct PolynomialHash(ulong letters, ulong tokens, int window)
{
    /// <summary>2^61 - 1.</summary>
    public const ulong Prime = (1UL << 61) - 1;

    private const int LettersAtOnce = 3;

    private readonly ulong _oldest = Power(tokens, window);

    /// <summary>The hash of one token.</summary>
    public ulong Of(ReadOnlySpan<char> token)
    {
        // The length in front makes one polynomial of one token only.
        var hash = (ulong)token.Length;
        for (; token.Length >= LettersAtOnce; token = token[LettersAtOnce..])
        {
            hash = Add(Multiply(hash, letters), token[0] | ((ulong)token[1] << 16) | ((ulong)token[2] << 32));
        }

        return token.Length switch
        {
            1 => Add(Multiply(hash, letters), token[0]),
            2 => Add(Multiply(hash, letters), token[0] | ((ulong)token[1] << 16)),
            _ => hash,
        };
    }

    /// <summary>The hash with one token more.</summary>
    public ulong Append(ulong hash, ulong token) => Add(Multiply(hash, tokens), token);

    /// <summary>The hash with one token more at the end and the one before the window gone.</summary>
    public ulong Roll(ulong hash, ulong token, ulong gone) => Add(Append(hash, token), Prime - Multiply(gone, _oldest));

    private static ulong Power(ulong value, int exponent)
    {
        var power = 1UL;
        for (; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) == 0 ? power : Multiply(power, value);
            value = Multiply(value, value);
        }

        return power;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(ulong first, ulong second)
    {
        var high = Math.BigMul(first, second, out var low);
        return Reduce((low & Prime) + ((high << 3) | (low >> 61)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ulong first, ulong second) => Reduce(first + second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reduce(ulong sum) => sum >= Prime ? sum - Prime : sum;
}
