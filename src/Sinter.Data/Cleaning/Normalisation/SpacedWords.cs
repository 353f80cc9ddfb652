using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Words that were set with a space behind each letter.</summary>
internal static class SpacedWords
{
    private const int FewestLetters = 3;

    /// <summary>
    /// The text with spaced words closed up. Certain is a line of at least two spaced words with wider gaps between them, which become one space: where all gaps are
    /// alike nothing tells where words end, and the line stays.
    /// </summary>
    public static string Close(string text)
    {
        // Most texts have no letter alone between spaces behind another one.
        if (!MayHoldSpacedWords(text))
        {
            return text;
        }

        var closed = new StringBuilder(text.Length);
        var changed = false;
        foreach (var line in text.AsSpan().Split('\n'))
        {
            if (line.Start.Value > 0)
            {
                closed.Append('\n');
            }

            changed |= AppendLine(closed, text.AsSpan(line));
        }

        return changed ? closed.ToString() : text;
    }

    private static bool MayHoldSpacedWords(string text)
    {
        for (var at = text.IndexOf("  ", StringComparison.Ordinal); at >= 0; at = at + 1 < text.Length ? text.IndexOf("  ", at + 1, StringComparison.Ordinal) : -1)
        {
            if (at >= 3 && char.IsLetter(text[at - 1]) && text[at - 2] == ' ' && char.IsLetter(text[at - 3]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AppendLine(StringBuilder closed, ReadOnlySpan<char> line)
    {
        var content = line.Trim();
        var words = 0;
        var longest = 0;
        foreach (var word in content.Split("  "))
        {
            var letters = content[word].Trim();
            if (letters.IsEmpty)
            {
                continue;
            }

            if (!IsSpaced(letters))
            {
                closed.Append(line);
                return false;
            }

            words++;
            longest = Math.Max(longest, (letters.Length + 1) / 2);
        }

        if (words < 2 || longest < FewestLetters)
        {
            closed.Append(line);
            return false;
        }

        var first = true;
        foreach (var word in content.Split("  "))
        {
            var letters = content[word].Trim();
            if (letters.IsEmpty)
            {
                continue;
            }

            closed.Append(first ? "" : " ");
            first = false;
            for (var i = 0; i < letters.Length; i += 2)
            {
                closed.Append(letters[i]);
            }
        }

        return true;
    }

    /// <summary>Whether a text is letters or digits (or one mark) with one space between each.</summary>
    private static bool IsSpaced(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i % 2 == 0 ? char.IsWhiteSpace(text[i]) || char.IsSurrogate(text[i]) : text[i] != ' ')
            {
                return false;
            }
        }

        return text.Length % 2 == 1;
    }
}
