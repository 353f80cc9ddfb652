using System.Collections.Frozen;
using System.Text;

namespace Sinter.Data.Reading.Epub;

/// <summary>
/// The text of a chapter: block elements stand on lines of their own with an empty line between paragraphs; head, scripts and styles are left out. It scans tags without
/// building a tree, so that chapters that are not well formed are read too, in linear time.
/// </summary>
internal static class XhtmlText
{
    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "section", "article", "table", "figure", "figcaption", "hr", "body", "header", "footer", "aside");

    private static readonly FrozenSet<string> Lines = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "br", "li", "tr", "dt", "dd");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockNames = Blocks.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LineNames = Lines.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text of a chapter.</summary>
    public static string ToPlainText(ReadOnlySpan<char> chapter)
    {
        var text = new StringBuilder();
        while (!chapter.IsEmpty)
        {
            var open = chapter.IndexOf('<');
            Append(text, open < 0 ? chapter : chapter[..open]);
            chapter = open < 0 ? [] : AfterTag(chapter[open..], text);
        }

        return text.ToString().Trim();
    }

    private static ReadOnlySpan<char> AfterTag(ReadOnlySpan<char> rest, StringBuilder text)
    {
        if (rest.StartsWith("<!--"))
        {
            var end = rest.IndexOf("-->");
            return end < 0 ? [] : rest[(end + 3)..];
        }

        if (rest.StartsWith("<![CDATA["))
        {
            var stop = rest.IndexOf("]]>");
            Append(text, stop < 0 ? rest[9..] : rest[9..stop]);
            return stop < 0 ? [] : rest[(stop + 3)..];
        }

        // Without a sign that closes a tag there is none in all that follows, so that this is searched for once.
        var close = rest.IndexOf('>');
        if (close < 0)
        {
            Append(text, rest);
            return [];
        }

        if (!(char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?'))
        {
            text.Append('<');
            return rest[1..];
        }

        var name = Name(rest[(rest[1] == '/' ? 2 : 1)..close]);
        if (BlockNames.Contains(name))
        {
            EndLine(text, 2);
        }
        else if (LineNames.Contains(name))
        {
            EndLine(text, 1);
        }
        else if (name is "head" or "script" or "style" && rest[1] != '/' && rest[close - 1] != '/')
        {
            return rest.IndexOf($"</{name}", StringComparison.OrdinalIgnoreCase) is var over and >= 0 ? rest[over..] : [];
        }
        else if (name is "td" or "th")
        {
            Append(text, " ");
        }

        return rest[(close + 1)..];
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAnyExceptInRange('0', 'z');
        return (end < 0 ? tag : tag[..end]).TrimEnd('/');
    }

    private static void EndLine(StringBuilder text, int lines)
    {
        if (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        var there = text.Length == 0 ? lines : text[^1] != '\n' ? 0 : text.Length > 1 && text[^2] == '\n' ? 2 : 1;
        text.Append('\n', Math.Max(0, lines - there));
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            var stop = part.IndexOfAny("& \t\r\n");
            text.Append(stop < 0 ? part : part[..stop]);
            part = stop < 0 ? [] : part[stop..];
            if (part is ['&', ..])
            {
                var (rune, length) = Entities.Read(part);
                _ = length == 0 ? text.Append('&') : text.Append(rune.ToString());
                part = part[Math.Max(1, length)..];
            }
            else if (!part.IsEmpty)
            {
                if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                {
                    text.Append(' ');
                }

                part = part.TrimStart(" \t\r\n");
            }
        }
    }
}
