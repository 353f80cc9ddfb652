namespace Sinter.Data.Html;

/// <summary>Whether a text begins as web pages do.</summary>
internal static class HtmlSniffer
{
    /// <summary>True where white space, comments and an XML declaration are followed by a document type or an element of HTML.</summary>
    public static bool IsHtml(ReadOnlySpan<char> start)
    {
        // More comments than this ahead of a page are not looked through.
        for (var i = 0; i < 16; i++)
        {
            start = start.TrimStart(" \t\r\n\f\uFEFF");
            var end = start.StartsWith("<!--", StringComparison.Ordinal) ? start.IndexOf("-->", StringComparison.Ordinal)
                : start.StartsWith("<?xml", StringComparison.Ordinal) ? start.IndexOf("?>", StringComparison.Ordinal)
                : -1;
            if (end < 0)
            {
                break;
            }

            start = start[(start[end] == '-' ? end + 3 : end + 2)..];
        }

        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || BeginsWithElement(start, "<html")
            || BeginsWithElement(start, "<head")
            || BeginsWithElement(start, "<body");
    }

    private static bool BeginsWithElement(ReadOnlySpan<char> start, ReadOnlySpan<char> tag) =>
        start.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && start.Length > tag.Length && start[tag.Length] is '>' or ' ' or '\t' or '\r' or '\n' or '/';
}
