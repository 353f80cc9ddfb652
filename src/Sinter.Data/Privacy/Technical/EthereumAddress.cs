namespace Sinter.Data.Privacy;

/// <summary>Addresses of Ethereum: 40 hexadecimal digits whose case may hold a checksum (EIP-55).</summary>
internal static class EthereumAddress
{
    private const int Digits = 40;

    /// <summary>How sure 40 signs after <c>0x</c> are an address: 1 with a right checksum, 0.75 in one case, 0 where the checksum is wrong.</summary>
    public static float Score(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return 0;
            }
        }

        if (digits.IndexOfAnyInRange('a', 'f') < 0 || digits.IndexOfAnyInRange('A', 'F') < 0)
        {
            return Entropy.BitsPerSign(digits) < 2 ? 0.3f : 0.75f;
        }

        return digits.SequenceEqual(WithChecksum(digits)) ? 1f : 0;
    }

    /// <summary>The digits in the case that their checksum wants.</summary>
    public static string WithChecksum(ReadOnlySpan<char> digits)
    {
        Span<byte> lower = stackalloc byte[Digits];
        for (var i = 0; i < Digits; i++)
        {
            lower[i] = (byte)char.ToLowerInvariant(digits[i]);
        }

        Span<byte> hash = stackalloc byte[Keccak256.HashBytes];
        Keccak256.Hash(lower, hash);
        Span<char> result = stackalloc char[Digits];
        for (var i = 0; i < Digits; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            result[i] = nibble >= 8 ? char.ToUpperInvariant((char)lower[i]) : (char)lower[i];
        }

        return new string(result);
    }
}
