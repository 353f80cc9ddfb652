using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of Sweden, Norway, Denmark, Finland and Estonia.</summary>
internal static class NorthEuropeanIds
{
    private const string FinnishChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// <summary>Sweden, personnummer, ten or twelve digits: date of birth, or 60 more for coordination numbers, and Luhn's check over ten (Skatteverket).</summary>
    public static bool Swedish(ReadOnlySpan<char> number)
    {
        var ten = number[^10..];
        var day = Pair(ten, 4);
        return (number.Length == 10 || Pair(number, 0) is 18 or 19 or 20) && IsDate(Pair(ten, 0), Pair(ten, 2), day > 60 ? day - 60 : day) && Luhn(ten);
    }

    /// <summary>Norway: date of birth (40 more for D numbers), and two check digits modulo 11.</summary>
    public static bool Norwegian(ReadOnlySpan<char> number)
    {
        var day = Pair(number, 0);
        return IsDate(Pair(number, 4), Pair(number, 2), day > 40 ? day - 40 : day)
            && (WeightedSum(number, [3, 7, 6, 1, 8, 9, 4, 5, 2]) + Digit(number[9])) % 11 == 0
            && (WeightedSum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + Digit(number[10])) % 11 == 0;
    }

    /// <summary>Denmark: a date of birth; numbers given out since 2007 have no check digit.</summary>
    public static bool Danish(ReadOnlySpan<char> number) => IsDate(Pair(number, 4), Pair(number, 2), Pair(number, 0));

    /// <summary>Denmark, with the check modulo 11 of the numbers before 2007.</summary>
    public static bool DanishChecked(ReadOnlySpan<char> number) => Danish(number) && WeightedSum(number, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    /// <summary>Finland: date of birth, a sign for the century that is not a part of what is checked, three digits and the character of their remainder by 31.</summary>
    public static bool Finnish(ReadOnlySpan<char> number)
    {
        // The sign is a letter in the numbers of those born from 2000 on, and in those given out since 2023.
        var rest = number.Length == 11 ? number[7..] : number[6..];
        if (number.Length == 11 && number[6] is not ((>= 'A' and <= 'F') or (>= 'U' and <= 'Y')))
        {
            return false;
        }

        return IsDate(Pair(number, 4), Pair(number, 2), Pair(number, 0)) && FinnishChecks[(int)(((Value(number[..6]) * 1000) + Value(rest[..3])) % 31)] == rest[3];
    }

    /// <summary>Estonia and Lithuania: sex and century, date of birth, order, and a check digit modulo 11 by two rows of weights.</summary>
    public static bool Baltic(ReadOnlySpan<char> number)
    {
        var check = WeightedSum(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
        check = check == 10 ? WeightedSum(number, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 : check;
        return number[0] is >= '1' and <= '8' && BeginsWithDate(number[1..]) && check == Digit(number[10]);
    }
}
