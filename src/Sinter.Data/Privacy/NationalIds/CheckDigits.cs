namespace Sinter.Data.Privacy.NationalIds;

/// <summary>The arithmetic of check digits. All take numbers that consist of ASCII digits where nothing else is said.</summary>
internal static class CheckDigits
{
    private static ReadOnlySpan<byte> VerhoeffPermutation => [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    /// <summary>The value of a digit.</summary>
    public static int Digit(char digit) => digit - '0';

    /// <summary>The number that two digits make.</summary>
    public static int Pair(ReadOnlySpan<char> number, int start) => (Digit(number[start]) * 10) + Digit(number[start + 1]);

    /// <summary>The value of digits; at most 18 of them.</summary>
    public static long Value(ReadOnlySpan<char> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * 10) + Digit(digit);
        }

        return value;
    }

    /// <summary>The sum of the first digits, each times its weight.</summary>
    public static int WeightedSum(ReadOnlySpan<char> number, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += Digit(number[i]) * weights[i];
        }

        return sum;
    }

    /// <summary>Whether all characters are the same.</summary>
    public static bool AllEqual(ReadOnlySpan<char> number) => !number.ContainsAnyExcept(number[0]);

    /// <summary>Luhn's check (H. P. Luhn, US patent 2,950,048): every second digit from the right is doubled.</summary>
    public static bool Luhn(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = Digit(number[^(i + 1)]);
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 7064, MOD 11,10.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> number)
    {
        var product = 10;
        foreach (var digit in number[..^1])
        {
            var sum = (Digit(digit) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == Digit(number[^1]);
    }

    /// <summary>ISO 7064, MOD 11-2; the last character may be X, which is 10.</summary>
    public static bool Mod11And2(ReadOnlySpan<char> number)
    {
        var sum = 0;
        foreach (var digit in number[..^1])
        {
            sum = (sum + Digit(digit)) * 2 % 11;
        }

        return (sum + (number[^1] == 'X' ? 10 : Digit(number[^1]))) % 11 == 1;
    }

    /// <summary>Verhoeff's check (J. Verhoeff, Error detecting decimal codes, 1969): sums in the dihedral group of ten elements.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> number)
    {
        var check = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = Digit(number[^(i + 1)]);
            for (var turns = i % 8; turns > 0; turns--)
            {
                digit = VerhoeffPermutation[digit];
            }

            check = DihedralSum(check, digit);
        }

        return check == 0;
    }

    // The elements 0 to 4 are the rotations of a pentagon, 5 to 9 its reflections.
    private static int DihedralSum(int left, int right) => (left < 5, right < 5) switch
    {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + ((left + right) % 5),
        (false, true) => 5 + ((left - right) % 5),
        (false, false) => (left - right + 5) % 5,
    };

    /// <summary>Whether day and month exist; the year counts by its last two digits, as its century is unknown.</summary>
    public static bool IsDate(int shortYear, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + (shortYear % 100), month);

    /// <summary>Whether the first six digits are a date: year, month, day.</summary>
    public static bool BeginsWithDate(ReadOnlySpan<char> number) => IsDate(Pair(number, 0), Pair(number, 2), Pair(number, 4));
}
