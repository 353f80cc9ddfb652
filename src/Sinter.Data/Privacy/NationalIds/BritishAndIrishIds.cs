using System.Buffers;
using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of the United Kingdom and Ireland.</summary>
internal static class BritishAndIrishIds
{
    private static readonly SearchValues<char> UnusedLetters = SearchValues.Create("DFIQUV");

    private const string IrishLetters = "WABCDEFGHIJKLMNOPQRSTUV";

    /// <summary>National insurance: two letters of a restricted alphabet, six digits, and A to D (HMRC, NIM39110).</summary>
    public static bool NationalInsurance(ReadOnlySpan<char> number) =>
        !number[..2].ContainsAny(UnusedLetters) && number[1] != 'O' && number[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ") && number[8] is >= 'A' and <= 'D';

    /// <summary>The NHS of England and Wales: ten digits, weights 10 to 2, modulo 11; a check of 10 is not given out (NHS data dictionary).</summary>
    public static bool HealthService(ReadOnlySpan<char> number)
    {
        var check = 11 - (WeightedSum(number, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
        return check != 10 && check % 11 == Digit(number[9]) && !AllEqual(number);
    }

    /// <summary>Ireland, PPS: seven digits, weights 8 to 2, the second letter times 9 where there is one, modulo 23.</summary>
    public static bool PublicService(ReadOnlySpan<char> number)
    {
        var second = number.Length == 9 ? IrishLetters.IndexOf(number[8]) : 0;
        return second >= 0 && IrishLetters[(WeightedSum(number, [8, 7, 6, 5, 4, 3, 2]) + (second * 9)) % 23] == number[7];
    }
}
