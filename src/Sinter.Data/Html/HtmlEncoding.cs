using System.Text;

namespace Sinter.Data.Html;

/// <summary>
/// Makes text of the bytes of a page. Whoever says first which encoding they are in is believed, in the order of the HTML standard (section 13.2.3.2): a byte order mark,
/// the charset of HTTP, a meta element or an XML declaration in the first 4096 bytes; where nobody says it, the bytes are judged (<see cref="EncodingGuess"/>).
/// </summary>
/// <remarks>
/// Two labels that servers send without looking are not believed: a single-byte Western one where the bytes are valid UTF-8 with characters beyond ASCII, and
/// UTF-8 where more than half of the sequences beyond ASCII are malformed. Needs neither culture data nor a registered encoding provider.
/// </remarks>
public static class HtmlEncoding
{
    internal const int Utf8 = 65001;
    internal const int Utf16LittleEndian = 1200;
    internal const int Utf16BigEndian = 1201;
    internal const int Windows1252 = 1252;

    /// <summary>Decodes a page; malformed bytes become U+FFFD, and a byte order mark is passed over. Never throws for bad content.</summary>
    /// <param name="body">The bytes, already without HTTP's content and transfer encodings.</param>
    /// <param name="httpCharset">The charset parameter of the Content-Type header; null where there is none.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? httpCharset)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Decode(body[3..], Utf8);
        }

        if (body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Decode(body[2..], Utf16BigEndian);
        }

        return body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            ? Decode(body[2..], Utf16LittleEndian)
            : Decode(body, Choose(body, EncodingLabels.CodePageOf(httpCharset)));
    }

    /// <summary>The code page of bytes without a byte order mark.</summary>
    private static int Choose(ReadOnlySpan<byte> body, int codePage)
    {
        if (EncodingGuess.Utf16Of(body) is var wide and not 0)
        {
            return wide;
        }

        var declared = codePage != 0 ? codePage : EncodingPrescan.Find(body);
        if (declared is Utf16LittleEndian or Utf16BigEndian)
        {
            // Bytes of which every other one is not zero may still be UTF-16 of another script, if HTTP says so; a meta element that says so was read as ASCII.
            declared = codePage == declared ? declared : Utf8;
        }

        return declared switch
        {
            0 => EncodingGuess.CodePageOf(body),
            Windows1252 when Utf8Validity.IsUtf8BeyondAscii(body) => Utf8,
            Utf8 when Utf8Validity.IsMostlyMalformed(body) => EncodingGuess.CodePageOf(body),
            _ => declared,
        };
    }

    private static string Decode(ReadOnlySpan<byte> bytes, int codePage)
    {
        if (LatinTables.UpperHalf(codePage) is { } upperHalf)
        {
            return LatinTables.Decode(bytes, upperHalf);
        }

        var encoding = codePage switch
        {
            Utf8 => Encoding.UTF8,
            Utf16LittleEndian => Encoding.Unicode,
            Utf16BigEndian => Encoding.BigEndianUnicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.Latin1,
        };
        return encoding.GetString(bytes);
    }
}
