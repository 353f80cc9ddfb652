namespace Sinter.Data.Language;

/// <summary>Finds the paragraphs of a text: what stands between lines that are empty or have white space only.</summary>
internal static class Paragraphs
{
    /// <summary>Where each paragraph begins and ends, without the line feeds around it.</summary>
    public static List<(int Start, int End)> Of(ReadOnlySpan<char> text)
    {
        var found = new List<(int, int)>();
        var (start, end) = (-1, 0);
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOf('\n');
            var lineEnd = length < 0 ? text.Length : at + length;
            if (!text[at..lineEnd].IsWhiteSpace())
            {
                start = start < 0 ? at : start;
                end = lineEnd;
            }
            else if (start >= 0)
            {
                found.Add((start, end));
                start = -1;
            }

            at = lineEnd + 1;
        }

        if (start >= 0)
        {
            found.Add((start, end));
        }

        return found;
    }
}
