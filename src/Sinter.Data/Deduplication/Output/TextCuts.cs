using System.Text;

namespace Sinter.Data.Deduplication;

/// <summary>Cuts parts out of a text.</summary>
internal static class TextCuts
{
    /// <summary>
    /// Parts that overlap, made ones that do not, in order: each keeps what no earlier one has; what is left without anything is gone. Parts that lie outside of the text are cut to it.
    /// </summary>
    public static List<SpanCut> Apart(IReadOnlyList<SpanCut> sorted, int textLength)
    {
        var apart = new List<SpanCut>(sorted.Count);
        var end = 0;
        foreach (var cut in sorted)
        {
            var from = Math.Max(cut.Start, end);
            var to = (int)Math.Min((long)cut.Start + cut.Length, textLength);
            if (to > from)
            {
                apart.Add(cut with { Start = from, Length = to - from, KeptStart = cut.KeptStart + (from - cut.Start) });
                end = to;
            }
        }

        return apart;
    }

    /// <summary>
    /// The text without the parts. Where whole lines go, their line ends go with them, and the blank lines behind them where blank lines stand before them too, so that the
    /// paragraphs around are one blank line apart as before. White space that is then the end of the text goes.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">The parts, in order and apart.</param>
    public static string Without(string text, IReadOnlyList<SpanCut> parts)
    {
        var rest = new StringBuilder(text.Length);
        var at = 0;
        foreach (var part in parts)
        {
            rest.Append(text, at, Math.Max(0, part.Start - at));
            at = Math.Max(at, part.Start + part.Length);
            if (EndsLine(rest) && LineEnd(text, at) is var next and > 0)
            {
                at = next;
                while (EndsBlankLine(rest) && BlankLine(text, at) is var behind and > 0)
                {
                    at = behind;
                }
            }
        }

        rest.Append(text, at, text.Length - at);
        if (at == text.Length && parts.Count > 0)
        {
            while (rest.Length > 0 && char.IsWhiteSpace(rest[^1]))
            {
                rest.Length--;
            }
        }

        return rest.ToString();
    }

    /// <summary>Whether the next thing that is appended begins a line.</summary>
    private static bool EndsLine(StringBuilder text) => text.Length == 0 || text[^1] == '\n';

    /// <summary>Whether a blank line, or the beginning of the text, stands at the end of what is left so far.</summary>
    private static bool EndsBlankLine(StringBuilder text)
    {
        for (var i = text.Length - 2; i >= 0; i--)
        {
            if (text[i] == '\n')
            {
                return true;
            }

            if (!char.IsWhiteSpace(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the next line begins if nothing but white space is left of this one; 0 where something is, or no line follows.</summary>
    private static int LineEnd(string text, int at)
    {
        while (at < text.Length && text[at] != '\n' && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at == text.Length ? at : text[at] == '\n' ? at + 1 : 0;
    }

    /// <summary>Where the line behind a blank one begins; 0 where no blank line begins here.</summary>
    private static int BlankLine(string text, int at) => at < text.Length ? LineEnd(text, at) : 0;
}
