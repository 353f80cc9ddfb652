using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Lines that were broken at a fixed width.</summary>
internal static class WrappedLines
{
    private const int FewestLines = 3;
    private const int LeastWidth = 40;
    private const int GreatestWidth = 120;

    /// <summary>
    /// The text with wrapped paragraphs as one line each. Certain are paragraphs of at least three lines and a width of 40 to 120 in which no line had room for the
    /// first word of the next: so a program fills lines, and nobody else does.
    /// </summary>
    public static string Join(string text)
    {
        var analysis = new TextAnalysis(text);
        StringBuilder? joined = null;
        var copied = 0;
        var lines = analysis.Lines;
        for (var first = 0; first < lines.Length;)
        {
            var end = first;
            while (end < lines.Length && lines[end].Content.Length > 0)
            {
                end++;
            }

            if (IsWrapped(text, lines[first..end]))
            {
                joined ??= new StringBuilder(text.Length);
                joined.Append(text, copied, lines[first].Whole.Start - copied).Append(lines[first].Content.In(text));
                foreach (var line in lines[(first + 1)..end])
                {
                    joined.Append(' ').Append(line.Content.In(text));
                }

                copied = lines[end - 1].Whole.End;
            }

            first = Math.Max(end, first + 1);
        }

        return joined is null ? text : joined.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsWrapped(string text, ReadOnlySpan<TextLine> lines)
    {
        if (lines.Length < FewestLines)
        {
            return false;
        }

        var width = 0;
        foreach (var line in lines)
        {
            width = Math.Max(width, line.Content.Length);
        }

        if (width is < LeastWidth or > GreatestWidth)
        {
            return false;
        }

        for (var i = 0; i + 1 < lines.Length; i++)
        {
            var next = lines[i + 1].Content.In(text);
            var word = next.IndexOf(' ');
            if (lines[i].Content.Length + 1 + (word < 0 ? next.Length : word) <= width)
            {
                return false;
            }
        }

        return true;
    }
}
