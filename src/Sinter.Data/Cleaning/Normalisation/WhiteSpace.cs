using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>White space, line ends, control characters and characters that are not seen.</summary>
internal static class WhiteSpace
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Append('\n').ToArray());

    /// <summary>All that <see cref="Tidy"/> changes or must look at, but for plain spaces and line feeds.</summary>
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => c is not (' ' or '\n') && (IsLineEnd(c) || IsSpace(c) || IsInvisible(c) || char.IsSurrogate(c)))]);

    private static readonly SearchValues<string> UntidySpace = SearchValues.Create(["  ", " \n", "\n ", "\n\n\n"], StringComparison.Ordinal);

    /// <summary>Whether a text is ASCII and tidy, so that no rule at all has to look at it.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(PlainCharacters) && HasTidySpace(text);

    /// <summary>
    /// The text with LF line ends, without control and invisible characters, with one space between words, none at the ends of lines, and at most one empty line in
    /// a row; half a surrogate pair becomes U+FFFD. The same object where it is so already.
    /// </summary>
    public static string Tidy(string text) => !text.AsSpan().ContainsAny(Suspects) && HasTidySpace(text) ? text : Rewrite(text);

    private static bool HasTidySpace(string text) =>
        text.Length == 0 || (text[0] is not (' ' or '\n') && text[^1] is not (' ' or '\n') && !text.AsSpan().ContainsAny(UntidySpace));

    private static string Rewrite(string text)
    {
        var tidy = new StringBuilder(text.Length);
        var lineEnds = 0;
        var space = false;
        for (var i = 0; i < text.Length;)
        {
            var character = text[i];
            if (character != ' ' && character != '\n' && !Suspects.Contains(character))
            {
                Separate(tidy, ref lineEnds, ref space);
                i = AppendRun(tidy, text, i);
            }
            else if (IsLineEnd(character))
            {
                // CR LF is one line end.
                lineEnds += character == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 0 : 1;
                i++;
            }
            else if (IsSpace(character))
            {
                space = true;
                i++;
            }
            else if (IsInvisible(character))
            {
                i++;
            }
            else
            {
                Separate(tidy, ref lineEnds, ref space);
                i += AppendSurrogate(tidy, text, i);
            }
        }

        return tidy.Length == text.Length && tidy.Equals(text) ? text : tidy.ToString();
    }

    /// <summary>Writes what parts two words: line ends if there were any, else a space.</summary>
    private static void Separate(StringBuilder tidy, ref int lineEnds, ref bool space)
    {
        if (tidy.Length > 0)
        {
            if (lineEnds > 0)
            {
                tidy.Append('\n', Math.Min(lineEnds, 2));
            }
            else if (space)
            {
                tidy.Append(' ');
            }
        }

        lineEnds = 0;
        space = false;
    }

    /// <summary>Copies words and the single spaces between them, and gives the place behind.</summary>
    private static int AppendRun(StringBuilder tidy, string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && !Suspects.Contains(text[end]) && text[end] != '\n')
        {
            if (text[end] == ' ' && (end + 1 == text.Length || text[end + 1] is ' ' or '\n' || Suspects.Contains(text[end + 1])))
            {
                break;
            }

            end++;
        }

        tidy.Append(text, start, end - start);
        return end;
    }

    private static int AppendSurrogate(StringBuilder tidy, string text, int at)
    {
        if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            tidy.Append(text, at, 2);
            return 2;
        }

        tidy.Append('\uFFFD');
        return 1;
    }

    private static bool IsLineEnd(char character) => character is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>White space, the zero-width space, which parts words too, and control characters: what stood on both sides of one stays apart.</summary>
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character == '\u200B' || char.IsControl(character);

    /// <summary>Marks within a word that are not seen: soft hyphen, word joiner, byte order mark, directions, and code points that are no characters.</summary>
    private static bool IsInvisible(char character) =>
        character is '\u00AD' or '\u061C' or '\u2060' or '\uFEFF' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF';
}
