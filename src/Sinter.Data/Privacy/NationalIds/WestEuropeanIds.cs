using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of Germany, Austria, Switzerland, France, Belgium and the Netherlands.</summary>
internal static class WestEuropeanIds
{
    /// <summary>
    /// Germany, tax: ISO 7064 MOD 11,10; among the first ten digits exactly one is there twice or three times, then not in a row, and the others at most once
    /// (Bundeszentralamt für Steuern).
    /// </summary>
    public static bool GermanTax(ReadOnlySpan<char> number)
    {
        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var digit in number[..10])
        {
            counts[Digit(digit)]++;
        }

        var repeated = 0;
        for (var digit = 0; digit < 10; digit++)
        {
            repeated += counts[digit] > 1 ? 1 : 0;
            if (counts[digit] > 3 || (counts[digit] == 3 && number[..10].Contains([(char)('0' + digit), (char)('0' + digit), (char)('0' + digit)], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return number[0] != '0' && repeated == 1 && Mod11And10(number);
    }

    /// <summary>Germany, identity card: a letter, eight digits or letters without vowels, and a check digit with the weights 7, 3, 1 (ICAO 9303).</summary>
    public static bool GermanIdentityCard(ReadOnlySpan<char> number)
    {
        const string Allowed = "CFGHJKLMNPRTVWXYZ0123456789";
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            if (!Allowed.Contains(number[i]))
            {
                return false;
            }

            sum += (char.IsAsciiDigit(number[i]) ? Digit(number[i]) : number[i] - 'A' + 10) * ((i % 3) switch { 0 => 7, 1 => 3, _ => 1 });
        }

        return number[..9].ContainsAnyInRange('0', '9') && sum % 10 == Digit(number[9]);
    }

    /// <summary>Austria, social insurance: running number, check digit modulo 11, and the date of birth.</summary>
    public static bool AustrianInsurance(ReadOnlySpan<char> number) =>
        number[0] != '0' && IsDate(Pair(number, 8), Pair(number, 6), Pair(number, 4)) && WeightedSum(number, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == Digit(number[3]);

    /// <summary>Switzerland, old-age insurance: 756, nine digits, and the check digit of an EAN-13.</summary>
    public static bool SwissInsurance(ReadOnlySpan<char> number) => number is ['7', '5', '6', ..] && WeightedSum(number, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0;

    /// <summary>France, NIR: sex, year, month, place of birth (2A and 2B for Corsica), order, and the key, 97 less the rest modulo 97 (INSEE).</summary>
    public static bool FrenchRegister(ReadOnlySpan<char> number)
    {
        if (number[0] is not (>= '1' and <= '4' or '7' or '8') || !IsBirthMonth(number[3..5]))
        {
            return false;
        }

        Span<char> digits = stackalloc char[15];
        number.CopyTo(digits);
        if (number[6] is 'A' or 'B')
        {
            // Corsica counts as 19 and 18.
            digits[6] = number[6] == 'A' ? '9' : '8';
            digits[5] = number[5] == '2' ? '1' : 'x';
        }

        return !digits.ContainsAnyExceptInRange('0', '9') && digits[5..7] is not "00" && 97 - (Value(digits[..13]) % 97) == Value(digits[13..]);
    }

    private static bool IsBirthMonth(ReadOnlySpan<char> month) => !month.ContainsAnyExceptInRange('0', '9') && Pair(month, 0) is (>= 1 and <= 12) or (>= 20 and <= 42) or >= 50;

    /// <summary>Belgium, national register: date of birth, order, and 97 less the rest modulo 97, with a 2 before the number for those born from 2000 on.</summary>
    public static bool BelgianRegister(ReadOnlySpan<char> number)
    {
        var month = Pair(number, 2);
        var (value, key) = (Value(number[..9]), Value(number[9..]));
        return IsDate(Pair(number, 0), month > 40 ? month - 40 : month > 20 ? month - 20 : month, Pair(number, 4)) && (97 - (value % 97) == key || 97 - ((value + 2_000_000_000) % 97) == key);
    }

    /// <summary>The Netherlands, BSN: the eleven test with the weights 9 to 2 and -1.</summary>
    public static bool DutchService(ReadOnlySpan<char> number)
    {
        var sum = WeightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) - Digit(number[8]);
        return sum % 11 == 0 && !AllEqual(number);
    }
}
