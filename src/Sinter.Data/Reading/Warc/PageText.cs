using Sinter.Data.Html;

namespace Sinter.Data.Reading.Warc;

/// <summary>Turns the body of a page into characters.</summary>
internal static class PageText
{
    /// <summary>Decodes a body: by its mark, the HTTP header, what the page declares, else by its bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="charset">The character encoding that the HTTP header names; null where it names none.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? charset) => HtmlEncoding.Decode(body, charset);
}
