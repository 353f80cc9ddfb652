using System.Security.Cryptography;

namespace Sinter.Data.Privacy;

/// <summary>Addresses in base 58 with a checksum: a version byte, 20 bytes of a hash and the first four bytes of their SHA-256 taken twice (Base58Check of Bitcoin).</summary>
internal static class Base58
{
    /// <summary>The bytes of an address, its checksum among them.</summary>
    public const int AddressBytes = 25;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>Whether a text is an address of a known version: of Bitcoin (0, 5; 111, 196 for tests), Litecoin (48, 50), Dogecoin (30, 22) or Tron (65).</summary>
    public static bool HasAddress(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[AddressBytes];
        return TryDecode(text, bytes) && bytes[0] is 0 or 5 or 111 or 196 or 48 or 50 or 30 or 22 or 65 && Checksum(bytes[..^4]) == BitConverter.ToUInt32(bytes[^4..]);
    }

    /// <summary>Reads 25 bytes; false where a sign is none of base 58 or there are more or fewer.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        bytes.Clear();
        var zeros = 0;
        var leading = true;
        foreach (var sign in text)
        {
            var carry = Alphabet.IndexOf(sign, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            leading &= carry == 0;
            zeros += leading ? 1 : 0;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        // Each leading zero byte is written as one sign of its own.
        var empty = bytes.IndexOfAnyExcept((byte)0);
        return zeros == (empty < 0 ? bytes.Length : empty);
    }

    /// <summary>Writes an address of a version and a hash of 20 bytes.</summary>
    public static string Encode(byte version, ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[AddressBytes];
        bytes[0] = version;
        hash[..20].CopyTo(bytes[1..]);
        BitConverter.TryWriteBytes(bytes[^4..], Checksum(bytes[..^4]));
        var signs = new List<char>();
        var value = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        while (!value.IsZero)
        {
            value = System.Numerics.BigInteger.DivRem(value, 58, out var rest);
            signs.Add(Alphabet[(int)rest]);
        }

        var zeros = bytes.IndexOfAnyExcept((byte)0);
        signs.Reverse();
        return new string('1', zeros) + new string([.. signs]);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        SHA256.HashData(hash, hash);
        return BitConverter.ToUInt32(hash);
    }
}
