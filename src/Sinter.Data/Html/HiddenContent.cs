namespace Sinter.Data.Html;

/// <summary>Whether an element says of itself that it is not shown.</summary>
internal static class HiddenContent
{
    /// <summary>Whether the element has the attribute hidden, or a style that hides it.</summary>
    public static bool IsHidden(HtmlDocument document, int node)
    {
        if (document.HasAttribute(node, HtmlAttribute.Hidden))
        {
            return true;
        }

        var style = document.RawAttribute(node, HtmlAttribute.Style);
        return style.Length > 8 && (Says(style, "display", "none") || Says(style, "visibility", "hidden"));
    }

    private static bool Says(ReadOnlySpan<char> style, ReadOnlySpan<char> property, ReadOnlySpan<char> value)
    {
        var at = style.IndexOf(property, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return false;
        }

        var rest = style[(at + property.Length)..].TrimStart();
        return rest.Length > 0 && rest[0] == ':' && rest[1..].TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase);
    }
}
