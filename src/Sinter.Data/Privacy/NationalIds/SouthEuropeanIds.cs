using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of Spain, Italy, Portugal and Turkey.</summary>
internal static class SouthEuropeanIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string ItalianMonths = "ABCDEHLMPRST";
    private const string OmocodiaLetters = "LMNPQRSTUV";

    // The worth of the characters at the odd places of a codice fiscale, from 0 to 9 and from A to Z (decree of 23 December 1976).
    private static ReadOnlySpan<byte> ItalianOdd => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    /// <summary>Spain, DNI and NIE: eight digits, or X, Y or Z (0, 1, 2) and seven, and the letter of their remainder by 23.</summary>
    public static bool SpanishIdentity(ReadOnlySpan<char> number)
    {
        Span<char> digits = stackalloc char[8];
        number[..8].CopyTo(digits);
        digits[0] = number[0] switch { 'X' => '0', 'Y' => '1', 'Z' => '2', var digit => digit };
        return !digits.ContainsAnyExceptInRange('0', '9') && SpanishLetters[(int)(Value(digits) % 23)] == number[8];
    }

    /// <summary>
    /// Italy, codice fiscale: letters of the names, date of birth (40 is added to the day for women), place of birth and a check letter. Where two people would have the same,
    /// digits are replaced by letters (omocodia).
    /// </summary>
    public static bool CodiceFiscale(ReadOnlySpan<char> number)
    {
        if (number[..6].ContainsAnyExceptInRange('A', 'Z') || !ItalianMonths.Contains(number[8]) || !char.IsAsciiLetterUpper(number[11]) || !char.IsAsciiLetterUpper(number[15]))
        {
            return false;
        }

        Span<char> digits = stackalloc char[7];
        ReadOnlySpan<byte> places = [6, 7, 9, 10, 12, 13, 14];
        for (var i = 0; i < places.Length; i++)
        {
            var letter = number[places[i]];
            var digit = char.IsAsciiDigit(letter) ? Digit(letter) : OmocodiaLetters.IndexOf(letter);
            if (digit < 0)
            {
                return false;
            }

            digits[i] = (char)('0' + digit);
        }

        return IsDate(Pair(digits, 0), ItalianMonths.IndexOf(number[8]) + 1, Pair(digits, 2) % 40) && ItalianCheck(number[..15]) == number[15];
    }

    private static char ItalianCheck(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            // A letter and the digit of its place in the alphabet are worth the same.
            var value = char.IsAsciiDigit(number[i]) ? Digit(number[i]) : number[i] - 'A';
            sum += i % 2 == 0 ? ItalianOdd[value] : value;
        }

        return (char)('A' + (sum % 26));
    }

    /// <summary>Portugal, NIF of a person: nine digits, weights 9 to 2, modulo 11.</summary>
    public static bool PortugueseTax(ReadOnlySpan<char> number)
    {
        var check = 11 - (WeightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
        return number[0] is '1' or '2' or '3' && (check >= 10 ? 0 : check) == Digit(number[8]);
    }

    /// <summary>Turkey: the tenth digit is of the odd and the even places, the eleventh the sum of the ten before it.</summary>
    public static bool TurkishIdentity(ReadOnlySpan<char> number)
    {
        var odd = WeightedSum(number, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var even = WeightedSum(number, [0, 1, 0, 1, 0, 1, 0, 1]);
        return number[0] != '0' && (((odd * 7) - even) % 10 + 10) % 10 == Digit(number[9]) && (odd + even + Digit(number[9])) % 10 == Digit(number[10]);
    }
}
