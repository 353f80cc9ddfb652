using System.Text;
using System.Text.Unicode;

namespace Sinter.Data.Reading.Warc;

/// <summary>Turns the body of a page into characters.</summary>
internal static class PageText
{
    /// <summary>Decodes a body: UTF-8, or Latin-1 where it is not valid UTF-8.</summary>
    /// <param name="body">The body.</param>
    /// <param name="charset">The character encoding that the HTTP header names; null where it names none.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? charset)
    {
        _ = charset;
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : Encoding.Latin1.GetString(body);
    }
}
