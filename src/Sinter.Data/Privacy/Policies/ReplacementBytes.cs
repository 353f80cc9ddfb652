using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sinter.Data.Privacy;

/// <summary>A stream of bytes by chance from a seed: its HMACs of 0, 1, 2, ...</summary>
/// <param name="seed">32 bytes.</param>
internal sealed class ReplacementBytes(byte[] seed)
{
    private readonly byte[] _block = new byte[HMACSHA256.HashSizeInBytes];
    private long _blocks;
    private int _used = HMACSHA256.HashSizeInBytes;

    /// <summary>A number of 32 bits.</summary>
    public uint Next()
    {
        if (_used == _block.Length)
        {
            HMACSHA256.HashData(seed, BitConverter.GetBytes(_blocks++), _block);
            _used = 0;
        }

        _used += sizeof(uint);
        return BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_used - sizeof(uint)));
    }

    /// <summary>A number below a bound.</summary>
    public int Below(int bound) => (int)(((ulong)Next() * (ulong)bound) >> 32);

    /// <summary>A decimal digit.</summary>
    public char Digit() => (char)('0' + Below(10));

    /// <summary>A hexadecimal digit in lower case.</summary>
    public char HexDigit() => "0123456789abcdef"[Below(16)];

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A sign like another: a digit for a digit, a letter of ASCII of the same case for a letter, and the sign itself for all else.</summary>
    public char Like(char sign) => sign switch
    {
        >= '0' and <= '9' => Digit(),
        >= 'a' and <= 'z' => (char)('a' + Below(26)),
        >= 'A' and <= 'Z' => (char)('A' + Below(26)),
        _ when char.IsUpper(sign) => (char)('A' + Below(26)),
        _ when CharacterClasses.Is(sign, CharacterClass.Letter) => (char)('a' + Below(26)),
        _ => sign,
    };
}
