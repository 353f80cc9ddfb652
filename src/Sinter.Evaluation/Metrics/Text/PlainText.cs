using System.Text;

namespace Sinter.Evaluation.Metrics;

/// <summary>Text as the evaluation programs of the field see it: their notions of white space, words and lower case, so that figures agree to the last digit.</summary>
internal static class PlainText
{
    /// <summary>White space: that of Unicode and the four separators of files, groups, records and units.</summary>
    public static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r') or (>= '\x1c' and <= '\x1f') || (character >= '\x85' && char.IsWhiteSpace(character));

    /// <summary>The signs of ASCII that are neither letters, digits, spaces nor controls.</summary>
    public static bool IsPunctuation(char character) => character is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    /// <summary>
    /// Lower case by the full rules of Unicode where they differ from character by character: I with a dot becomes two characters, and a sigma at the end of a word its final form.
    /// </summary>
    public static string Lower(string text)
    {
        var simple = text.ToLowerInvariant();
        if (text.AsSpan().IndexOfAny('\u0130', '\u03a3') < 0)
        {
            return simple;
        }

        var result = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length; at++)
        {
            _ = text[at] switch
            {
                '\u0130' => result.Append("i\u0307"),
                '\u03a3' => result.Append(HasLetter(text, at, -1) && !HasLetter(text, at, 1) ? '\u03c2' : '\u03c3'),
                _ => result.Append(simple[at]),
            };
        }

        return result.ToString();
    }

    /// <summary>Cuts a text at white space, one word at a time.</summary>
    public static bool NextWord(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> word)
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }

        var start = at;
        while (at < text.Length && !IsSpace(text[at]))
        {
            at++;
        }

        word = text[start..at];
        return word.Length > 0;
    }

    /// <summary>The characters of Unicode that a text has; half of a pair that stands alone is one too.</summary>
    public static void AddCharacters(ReadOnlySpan<char> text, List<int> characters)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                characters.Add(char.ConvertToUtf32(text[at], text[at + 1]));
                at++;
            }
            else
            {
                characters.Add(text[at]);
            }
        }
    }

    // Whether a letter stands beside, marks in between set aside.
    private static bool HasLetter(string text, int at, int direction)
    {
        for (at += direction; at >= 0 && at < text.Length; at += direction)
        {
            if (char.IsLetter(text[at]))
            {
                return true;
            }

            if (text[at] is not ('\'' or '\u00ad' or '\u2019' or '.' or ':') && char.GetUnicodeCategory(text[at]) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format))
            {
                return false;
            }
        }

        return false;
    }
}
