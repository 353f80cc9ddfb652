using System.Text;
using System.Text.Unicode;
using Sinter.Data.Compression;

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

    // The provider has its own tables: this needs no culture data.
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The content with UTF-16 turned into UTF-8, and what it then begins with; other content is given as it is.</summary>
    public static Stream AsUtf8(Stream content, out ReadOnlySpan<byte> start)
    {
        var whole = new StartedStream(content);
        start = whole.Start(StartBytes);
        if (Utf16(start) is { } encoding)
        {
            whole = new StartedStream(Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8, leaveOpen: true));
            start = whole.Start(StartBytes);
        }

        return whole;
    }

    /// <summary>The content with UTF-16 turned into UTF-8.</summary>
    public static Stream AsUtf8(Stream content) => AsUtf8(content, out _);

    /// <summary>The text of bytes that are UTF-8, else windows-1252; <paramref name="fallback"/> says that they are the latter.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool fallback)
    {
        fallback = !Utf8.IsValid(bytes);
        return fallback ? Windows1252.GetString(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether bytes are no text at all: more than one in a thousand is zero.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) => bytes.Count((byte)0) * 1000L > bytes.Length;

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
