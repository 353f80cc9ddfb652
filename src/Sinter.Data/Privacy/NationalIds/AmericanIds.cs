using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of the Americas.</summary>
internal static class AmericanIds
{
    private const string CurpAlphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

    /// <summary>
    /// United States, Social Security: no check digit; area, group and serial are never all zeros, area is not 666 and not from 900 on (Social Security Administration). Numbers that
    /// advertisements made known are no one's.
    /// </summary>
    public static bool SocialSecurity(ReadOnlySpan<char> number) =>
        number[0] != '9' && number[..3] is not ("000" or "666") && number[3..5] is not "00" && number[5..] is not "0000" && number is not ("078051120" or "219099999" or "123456789") && !AllEqual(number);

    /// <summary>United States, taxpayers without Social Security (ITIN): area from 900 on, group 50 to 65, 70 to 88, 90 to 92 or 94 to 99 (Internal Revenue Service).</summary>
    public static bool IndividualTaxpayer(ReadOnlySpan<char> number) => number[0] == '9' && Pair(number, 3) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99);

    /// <summary>Canada, social insurance: nine digits by Luhn's check; none begins with 0 or 8.</summary>
    public static bool SocialInsurance(ReadOnlySpan<char> number) => number[0] is not ('0' or '8') && Luhn(number) && !AllEqual(number);

    /// <summary>Brazil, CPF: two check digits modulo 11 (Receita Federal).</summary>
    public static bool Cpf(ReadOnlySpan<char> number) =>
        !AllEqual(number)
        && WeightedSum(number, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == Digit(number[9])
        && WeightedSum(number, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == Digit(number[10]);

    /// <summary>Mexico, CURP: letters of the name, date of birth, sex, state, and a check digit over 37 letters (RENAPO).</summary>
    public static bool Curp(ReadOnlySpan<char> number)
    {
        if (!BeginsWithDate(number[4..]) || number[10] is not ('H' or 'M' or 'X'))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += CurpAlphabet.IndexOf(number[i]) * (18 - i);
        }

        return (10 - (sum % 10)) % 10 == Digit(number[17]);
    }
}
