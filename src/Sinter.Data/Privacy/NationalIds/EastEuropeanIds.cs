using static Sinter.Data.Privacy.NationalIds.CheckDigits;

namespace Sinter.Data.Privacy.NationalIds;

/// <summary>National numbers of Poland, Czechia, Slovakia, Romania and Bulgaria.</summary>
internal static class EastEuropeanIds
{
    /// <summary>Poland, PESEL: date of birth with the century in the month, order, and a check digit by the weights 1, 3, 7, 9.</summary>
    public static bool Pesel(ReadOnlySpan<char> number)
    {
        var month = Pair(number, 2) % 20;
        return Pair(number, 2) < 93 && IsDate(Pair(number, 0), month, Pair(number, 4)) && WeightedSum(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;
    }

    /// <summary>Czechia and Slovakia: date of birth, 50 more in the month for women and 20 more where a day ran out; ten digits that 11 divides.</summary>
    public static bool BirthNumber(ReadOnlySpan<char> number)
    {
        var month = Pair(number, 2) % 50;
        return IsDate(Pair(number, 0), month > 20 ? month - 20 : month, Pair(number, 4)) && Value(number) % 11 == 0;
    }

    /// <summary>Romania, CNP: sex and century, date of birth, county, order, and a check digit modulo 11.</summary>
    public static bool Cnp(ReadOnlySpan<char> number)
    {
        var check = WeightedSum(number, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        return number[0] != '0' && BeginsWithDate(number[1..]) && Pair(number, 7) is >= 1 and <= 52 && (check == 10 ? 1 : check) == Digit(number[12]);
    }

    /// <summary>Bulgaria, EGN: date of birth, 20 or 40 more in the month for other centuries, order, and a check digit modulo 11.</summary>
    public static bool Egn(ReadOnlySpan<char> number) =>
        IsDate(Pair(number, 0), Pair(number, 2) % 20, Pair(number, 4)) && Pair(number, 2) < 53 && WeightedSum(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == Digit(number[9]);
}
