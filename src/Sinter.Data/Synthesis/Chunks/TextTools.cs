using System.Text;

namespace Sinter.Data.Synthesis;

/// <summary>How texts are read as words here: runs of letters, marks and digits, with apostrophes, hyphens, points and commas only between them.</summary>
internal static class TextTools
{
    /// <summary>The places of the words of a text, in order.</summary>
    public static List<Range> Words(ReadOnlySpan<char> text)
    {
        var words = new List<Range>();
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsWordSign(text[at]))
            {
                continue;
            }

            var start = at;
            while (++at < text.Length && (IsWordSign(text[at]) || (IsInner(text[at - 1], text[at]) && at + 1 < text.Length && IsWordSign(text[at + 1]))))
            {
            }

            words.Add(start..at);
        }

        return words;
    }

    /// <summary>The words of a text in lower case.</summary>
    public static string[] LowerWords(string text)
    {
        var ranges = Words(text);
        var words = new string[ranges.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = text[ranges[i]].ToLowerInvariant();
        }

        return words;
    }

    /// <summary>The text with each run of white space as one space, and none at its ends.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            if (!char.IsWhiteSpace(sign))
            {
                line.Append(sign);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The phrase with its first letter as a capital one.</summary>
    public static string Capital(string phrase) => phrase.Length == 0 || !char.IsLower(phrase[0]) ? phrase : char.ToUpperInvariant(phrase[0]) + phrase[1..];

    /// <summary>The letters, digits and the spaces between words of a text, in lower case: what is equal by it is the same text to a reader.</summary>
    public static string Normalised(string text) => string.Join(' ', LowerWords(text));

    private static bool IsWordSign(char sign) => char.IsLetterOrDigit(sign) || char.IsSurrogate(sign) || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsInner(char before, char sign) => sign is '\'' or '\u2019' or '-' or '_' || (sign is '.' or ',' && char.IsAsciiDigit(before));
}
