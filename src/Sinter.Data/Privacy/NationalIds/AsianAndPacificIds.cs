using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of Asia, Australia and South Africa.</summary>
internal static class AsianAndPacificIds
{
    private const string SingaporeCitizens = "JZIHGFEDCBA";
    private const string SingaporeForeigners = "XWUTRQPNMLK";
    private const string TaiwanLetters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    /// <summary>Korea, resident registration: date of birth and sex with century.</summary>
    public static bool Korean(ReadOnlySpan<char> number) => BeginsWithDate(number) && number[6] is >= '1' and <= '8';

    /// <summary>Korea, with the check digit modulo 11 of the numbers that were given out before October 2020.</summary>
    public static bool KoreanChecked(ReadOnlySpan<char> number) =>
        Korean(number) && (11 - (WeightedSum(number, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 == Digit(number[12]);

    /// <summary>Japan, individual number: twelve digits, the last a check modulo 11 (ordinance 85 of 2014).</summary>
    public static bool JapaneseIndividual(ReadOnlySpan<char> number)
    {
        var rest = WeightedSum(number, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return (rest <= 1 ? 0 : 11 - rest) == Digit(number[11]) && !AllEqual(number);
    }

    /// <summary>China, resident identity: region, date of birth, order, and a check character by ISO 7064 MOD 11-2 (GB 11643-1999).</summary>
    public static bool ChineseResident(ReadOnlySpan<char> number) =>
        number[0] is >= '1' and <= '8' && Pair(number, 6) is 18 or 19 or 20 && BeginsWithDate(number[8..]) && !number[..17].ContainsAnyExceptInRange('0', '9')
        && (number[17] == 'X' || char.IsAsciiDigit(number[17])) && Mod11And2(number);

    /// <summary>India, Aadhaar: twelve digits by Verhoeff's check, the first from 2 on (UIDAI).</summary>
    public static bool Aadhaar(ReadOnlySpan<char> number) => number[0] >= '2' && !AllEqual(number) && Verhoeff(number);

    /// <summary>Taiwan: a letter for the place, a digit for the sex, and a check digit.</summary>
    public static bool Taiwanese(ReadOnlySpan<char> number)
    {
        var place = TaiwanLetters.IndexOf(number[0]) + 10;
        return number[1] is '1' or '2' or '8' or '9' && ((place / 10) + (place % 10 * 9) + WeightedSum(number[1..], [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0;
    }

    /// <summary>Singapore, NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2, 4 more for those given out from 2000 on, and a letter by the remainder by 11.</summary>
    public static bool Singaporean(ReadOnlySpan<char> number)
    {
        var sum = WeightedSum(number[1..], [2, 7, 6, 5, 4, 3, 2]) + (number[0] is 'T' or 'G' ? 4 : 0);
        return number[0] is 'S' or 'T' or 'F' or 'G' && (number[0] is 'S' or 'T' ? SingaporeCitizens : SingaporeForeigners)[sum % 11] == number[8];
    }

    /// <summary>Australia, tax file number: nine digits, weights 1, 4, 3, 7, 5, 8, 6, 9, 10; 11 divides the sum.</summary>
    public static bool AustralianTax(ReadOnlySpan<char> number) => WeightedSum(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 && !AllEqual(number);

    /// <summary>South Africa: date of birth, order, citizenship (0, 1 or 2), and Luhn's check.</summary>
    public static bool SouthAfrican(ReadOnlySpan<char> number) => BeginsWithDate(number) && number[10] is >= '0' and <= '2' && Luhn(number);
}
