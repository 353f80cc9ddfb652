namespace Sinter.Data.Reading.Wikipedia;

/// <summary>The elements of wiki texts that are more than marks around words.</summary>
internal static class WikiTags
{
    private const int LongestName = 20;

    // Elements whose content is no running text, then those whose content is text but no markup.
    private static readonly string[] Elements =
    [
        "ref", "gallery", "math", "timeline", "score", "imagemap", "graph", "mapframe", "maplink", "templatedata", "chem", "ce", "hiero", "categorytree", "inputbox", "section",
        "nowiki", "pre", "syntaxhighlight", "source",
    ];

    private static readonly int FirstLiteral = Array.IndexOf(Elements, "nowiki");

    /// <summary>The number of an element whose content is left out; -1 where the name is none of those. Numbers are below 32.</summary>
    public static int IndexOfDropped(ReadOnlySpan<char> name) => IndexOf(name) is var index && index < FirstLiteral ? index : -1;

    /// <summary>The number of an element whose content is kept as it stands; -1 where the name is none of those.</summary>
    public static int IndexOfLiteral(ReadOnlySpan<char> name) => IndexOf(name) is var index && index >= FirstLiteral ? index : -1;

    /// <summary>The name that a tag begins with; empty where it begins with none.</summary>
    public static ReadOnlySpan<char> Name(ReadOnlySpan<char> tag)
    {
        var end = 0;
        while (end < tag.Length && end < LongestName && char.IsAsciiLetter(tag[end]))
        {
            end++;
        }

        return tag[..end];
    }

    private static int IndexOf(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Elements.Length; i++)
        {
            if (name.Equals(Elements[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
