namespace Sinter.Data.Privacy;

/// <summary>A way to write a number.</summary>
/// <param name="Pattern"><c>0</c> for a digit, <c>A</c> for an upper-case letter of ASCII, <c>X</c> for either; anything else stands for itself.</param>
/// <param name="Score">How sure a number of this form is, with no word near it that tells: what the form is worth, and the check digits where it has some.</param>
internal sealed record NumberForm(string Pattern, float Score)
{
    /// <summary>No form is longer.</summary>
    public const int Longest = 24;

    /// <summary>How many characters stand before the first digit.</summary>
    public int Lead { get; } = Pattern.IndexOfAny(['0', 'X']);

    /// <summary>Whether it is one word of letters and digits.</summary>
    public bool IsToken { get; } = !Pattern.AsSpan().ContainsAnyExcept('0', 'A', 'X') && Pattern.AsSpan().ContainsAny('A', 'X');

    /// <summary>How many digits it begins with, after <see cref="Lead"/>.</summary>
    public int FirstDigits => Pattern.AsSpan(Lead).IndexOfAnyExcept('0') is >= 0 and var length ? length : Pattern.Length - Lead;

    /// <summary>Whether the text has this form; takes the number without its dividing signs.</summary>
    public bool TryRead(ReadOnlySpan<char> text, Span<char> number, out int length)
    {
        length = 0;
        if (text.Length < Pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < Pattern.Length; i++)
        {
            var letter = text[i];
            switch (Pattern[i])
            {
                case '0' when char.IsAsciiDigit(letter):
                case 'A' when char.IsAsciiLetterUpper(letter):
                case 'X' when char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter):
                    number[length++] = letter;
                    break;
                case ' ' when letter is ' ' or '\u00A0' or '\u202F':
                case '-' when letter is '-' or '\u2010' or '\u2011' or '\u2013':
                    break;
                default:
                    if (letter != Pattern[i] || letter is '0' or 'A' or 'X')
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }

    /// <summary>Whether a part of the text is not a part of a longer number, of a price, of a path or of a name with digits.</summary>
    public bool StandsAlone(ReadOnlySpan<char> text, int start, int end)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        var after = end < text.Length ? text[end] : ' ';
        if (IsJoined(before) || IsJoined(after) || before is '_' or '$' or '€' or '£' or '=' or '%' || after is '_' or '%' or '@')
        {
            return false;
        }

        var spaced = Pattern.Contains(' ');
        var digitBefore = start > 1 && char.IsAsciiDigit(text[start - 2]) && (before is '-' or '.' or ',' or '/' or ':' or '+' || (spaced && before == ' '));
        var digitAfter = end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]) && (after is '-' or '.' or ',' or '/' or ':' || (spaced && after == ' '));
        return !digitBefore && !digitAfter;
    }

    // Scripts without spaces join numbers to words.
    private static bool IsJoined(char letter) => char.IsLetterOrDigit(letter) && letter < '\u2E80';
}
