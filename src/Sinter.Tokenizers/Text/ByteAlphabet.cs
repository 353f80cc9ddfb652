namespace Sinter.Tokenizers.Text;

/// <summary>
/// GPT-2's way of writing bytes as printable characters: a byte that is a printable Latin-1 character stands for itself, the other 68
/// become U+0100 onwards, in order of the byte (so a space is written Ġ).
/// </summary>
internal static class ByteAlphabet
{
    private const char FirstStandIn = '\u0100';

    private static readonly char[] CharOfByte = MakeCharOfByte();
    private static readonly short[] ByteOfChar = MakeByteOfChar();

    /// <summary>The character that a byte is written as.</summary>
    public static char ToChar(byte value) => CharOfByte[value];

    /// <summary>The byte that is written as a character of the alphabet.</summary>
    public static byte ToByte(char value) => (byte)ByteOfChar[value];

    /// <summary>The 256 bytes in the order of the characters they are written as, which is the order of their ids in a trained vocabulary.</summary>
    public static byte[] InCharOrder()
    {
        var bytes = new byte[256];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }

        Array.Sort(bytes, (a, b) => CharOfByte[a].CompareTo(CharOfByte[b]));
        return bytes;
    }

    /// <summary>Writes bytes as characters of the alphabet.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, static (chars, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                chars[i] = CharOfByte[source[i]];
            }
        });

    /// <summary>The bytes that a written token stands for, or null where it holds a character that no byte is written as.</summary>
    public static byte[]? Read(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            var value = token[i] < ByteOfChar.Length ? ByteOfChar[token[i]] : (short)-1;
            if (value < 0)
            {
                return null;
            }

            bytes[i] = (byte)value;
        }

        return bytes;
    }

    private static char[] MakeCharOfByte()
    {
        var chars = new char[256];
        var standIn = FirstStandIn;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            chars[value] = printable ? (char)value : standIn++;
        }

        return chars;
    }

    private static short[] MakeByteOfChar()
    {
        var bytes = new short[CharOfByte.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < 256; value++)
        {
            bytes[CharOfByte[value]] = (short)value;
        }

        return bytes;
    }
}
