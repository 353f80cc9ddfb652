using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Line ends and tabs that were written out as a backslash and a letter.</summary>
internal static class WrittenEscapes
{
    /// <summary>
    /// The text with runs of <c>\n</c>, <c>\r</c> and <c>\t</c> as white space. Certain are runs of them behind the end of a sentence or white space, and before white
    /// space, a capital, the end, or another line's mark; not what stands in quotes, as in source code, nor in a path.
    /// </summary>
    public static string Resolve(string text)
    {
        StringBuilder? resolved = null;
        var copied = 0;
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0;)
        {
            var length = RunLength(text, at);
            if (length > 0 && IsBetweenSentences(text, at, at + length))
            {
                resolved ??= new StringBuilder(text.Length);
                resolved.Append(text, copied, at - copied);
                for (var i = at + 1; i < at + length; i += 2)
                {
                    resolved.Append(text[i] switch { 'n' => '\n', 'r' => '\r', _ => '\t' });
                }

                copied = at + length;
            }

            var behind = at + Math.Max(length, 1);
            at = behind < text.Length ? text.IndexOf('\\', behind) : -1;
        }

        return resolved is null ? text : resolved.Append(text, copied, text.Length - copied).ToString();
    }

    private static int RunLength(string text, int at)
    {
        var end = at;
        while (end + 1 < text.Length && text[end] == '\\' && text[end + 1] is 'n' or 'r' or 't')
        {
            end += 2;
        }

        return end - at;
    }

    private static bool IsBetweenSentences(string text, int start, int end)
    {
        var before = start == 0 ? '\n' : text[start - 1];
        var behind = end == text.Length ? '\n' : text[end];
        return (char.IsWhiteSpace(before) || before is '.' or '!' or '?' or '\u2026')
            && (char.IsWhiteSpace(behind) || char.IsUpper(behind) || behind is '-' or '*' or '\u2022');
    }
}
