namespace Sinter.Data.Privacy;

/// <summary>The checksum of payment cards (ISO/IEC 7812-1, annex B; H. P. Luhn).</summary>
internal static class Luhn
{
    /// <summary>Whether the last digit is right.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) => Sum(digits, doubleLast: false) % 10 == 0;

    /// <summary>The digit to put after some so that all are valid.</summary>
    public static char CheckDigit(ReadOnlySpan<char> digits) => (char)('0' + ((10 - (Sum(digits, doubleLast: true) % 10)) % 10));

    private static int Sum(ReadOnlySpan<char> digits, bool doubleLast)
    {
        var sum = 0;
        var twice = doubleLast;
        for (var i = digits.Length - 1; i >= 0; i--, twice = !twice)
        {
            var value = digits[i] - '0';
            value = twice ? value * 2 : value;
            sum += value > 9 ? value - 9 : value;
        }

        return sum;
    }
}
