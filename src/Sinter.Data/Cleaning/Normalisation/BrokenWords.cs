namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Joins words that were broken at line ends with a hyphen, as print has them.</summary>
internal static class BrokenWords
{
    /// <summary>
    /// The text with broken words joined at the end of the first line, where that is certain: small letters go on in the next line, the joined word stands elsewhere in
    /// the text, and the same word with its hyphen does not. The same object where there are none.
    /// </summary>
    public static string Join(string text)
    {
        if (!text.Contains("-\n", StringComparison.Ordinal) && !text.Contains("\u2010\n", StringComparison.Ordinal))
        {
            return text;
        }

        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in new TextAnalysis(text).Words)
        {
            words.Add(word.CoreIn(text).ToString());
        }

        var lines = text.Split('\n');
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            var line = lines[i];
            var next = lines[i + 1];
            if (line.Length < 2 || line[^1] is not ('-' or '\u2010') || !char.IsLetter(line[^2]) || next.Length == 0 || !char.IsLower(next[0]))
            {
                continue;
            }

            var space = next.IndexOf(' ', StringComparison.Ordinal);
            var tail = space < 0 ? next : next[..space];
            var letters = tail.AsSpan().TrimEnd(".,;:!?)\"'\u2019\u201D");
            var head = line.AsSpan(line.AsSpan(0, line.Length - 1).LastIndexOf(' ') + 1)[..^1].TrimStart("(\"'\u2018\u201C");
            if (IsWord(letters) && IsWord(head) && words.Contains(string.Concat(head, letters)) && !words.Contains(string.Concat(head, "-", letters)))
            {
                lines[i] = string.Concat(line.AsSpan(0, line.Length - 1), tail);
                lines[i + 1] = space < 0 ? "" : next[(space + 1)..];
            }
        }

        // A line that went up whole leaves no empty line, which would part paragraphs.
        return Rejoin(text, lines);
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsLetter(character))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static string Rejoin(string text, string[] lines)
    {
        var original = text.Split('\n');
        var kept = lines.Where((line, i) => line.Length > 0 || original[i].Length == 0);
        var joined = string.Join('\n', kept);
        return string.Equals(joined, text, StringComparison.Ordinal) ? text : joined;
    }
}
