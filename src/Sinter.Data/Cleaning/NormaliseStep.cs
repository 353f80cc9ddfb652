using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Brings a text into one form: Unicode NFC, LF line ends, no control and no invisible characters, one space between words, no white space at the ends
/// of lines and at most one empty line in a row. It never joins words and never joins lines; done twice it changes nothing more.
/// </summary>
[CleaningStep("normalise", "Brings a text into one form.")]
public sealed class NormaliseStep : ICleaningStep
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Append('\n').ToArray());
    private static readonly SearchValues<string> UntidySpace = SearchValues.Create(["  ", " \n", "\n ", "\n\n\n"], StringComparison.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => [];

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Text = Normalise(candidate.Text);

    /// <summary>The text in its one form; the same object where it has that already.</summary>
    public static string Normalise(string text)
    {
        if (IsTidy(text))
        {
            return text;
        }

        // Composing comes last: it neither makes nor removes white space, while removing a character may bring together what composes.
        var tidy = Tidy(text);
        return tidy.Normalize(NormalizationForm.FormC);
    }

    private static bool IsTidy(string text) =>
        text.Length == 0
        || (!text.AsSpan().ContainsAnyExcept(PlainCharacters)
            && !text.AsSpan().ContainsAny(UntidySpace)
            && text[0] is not (' ' or '\n')
            && text[^1] is not (' ' or '\n'));

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        var lineEnds = 0;
        var space = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (IsLineEnd(character))
            {
                // CR LF is one line end.
                lineEnds += character == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 0 : 1;
                continue;
            }

            if (IsSpace(character))
            {
                space = true;
                continue;
            }

            if (IsInvisible(character))
            {
                continue;
            }

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
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                tidy.Append(character).Append(text[++i]);
            }
            else
            {
                tidy.Append(char.IsSurrogate(character) ? '\uFFFD' : character);
            }
        }

        return tidy.ToString();
    }

    private static bool IsLineEnd(char character) => character is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>White space, the zero-width space, which parts words too, and control characters: what stood on both sides of one stays apart.</summary>
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character == '\u200B' || char.IsControl(character);

    /// <summary>Marks within a word that are not seen: soft hyphen, word joiner, byte order mark, directions, and code points that are no characters.</summary>
    private static bool IsInvisible(char character) =>
        character is '\u00AD' or '\u2060' or '\uFEFF' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF';
}
