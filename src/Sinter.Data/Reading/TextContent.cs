using System.Text;
using System.Text.Unicode;

namespace Sinter.Data.Reading;

/// <summary>
/// The character encodings of plain text: UTF-8; UTF-16 with its mark, and without one where every other byte of the start is zero;
/// and windows-1252, which is what text that is not valid UTF-8 is taken for.
/// </summary>
internal static class TextContent
{
    /// <summary>The metadata key of a document whose text was not UTF-8; its value is <c>windows-1252</c>.</summary>
    public const string EncodingKey = "encoding";

    private const int StartBytes = 4096;

    // The signs of windows-1252 at 0x80 to 0x9F (the WHATWG Encoding Standard, index windows-1252); all others stand where Latin-1 has them.
    private const string Windows1252 = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The content with UTF-16 turned into UTF-8, and what it then begins with; other content is given as it is.</summary>
    public static Stream AsUtf8(Stream content, out ReadOnlySpan<byte> start)
    {
        var whole = PrefixedStream.Peek(content, StartBytes, out var bytes);
        if (Utf16(bytes) is { } encoding)
        {
            whole = PrefixedStream.Peek(Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8, leaveOpen: true), StartBytes, out bytes);
        }

        start = bytes;
        return whole;
    }

    /// <summary>The content with UTF-16 turned into UTF-8.</summary>
    public static Stream AsUtf8(Stream content) => AsUtf8(content, out _);

    /// <summary>The text of bytes that are UTF-8, else windows-1252; <paramref name="fallback"/> says that they are the latter.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool fallback)
    {
        fallback = !Utf8.IsValid(bytes);
        return fallback ? DecodeWindows1252(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether bytes are no text at all: more than one in a thousand is zero.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) => bytes.Count((byte)0) * 1000L > bytes.Length;

    private static string DecodeWindows1252(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = bytes[i] is >= 0x80 and < 0xA0 ? Windows1252[bytes[i] - 0x80] : (char)bytes[i];
            }
        });

    private static Encoding? Utf16(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (start is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        var pairs = start.Length / 2;
        int low = 0, high = 0;
        for (var i = 0; i < pairs; i++)
        {
            high += start[2 * i] == 0 ? 1 : 0;
            low += start[(2 * i) + 1] == 0 ? 1 : 0;
        }

        // Nine of ten characters of a western text have a zero byte, and none has two.
        return pairs < 8 ? null
            : high == 0 && low * 10 >= pairs * 9 ? Encoding.Unicode
            : low == 0 && high * 10 >= pairs * 9 ? Encoding.BigEndianUnicode
            : null;
    }
}
