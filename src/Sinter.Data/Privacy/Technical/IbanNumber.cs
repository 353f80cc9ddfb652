namespace Sinter.Data.Privacy;

/// <summary>Lengths and checksum of international bank account numbers.</summary>
internal static class IbanNumber
{
    /// <summary>The most signs that a country uses.</summary>
    public const int Longest = 34;

    // The registry of SWIFT: country and length.
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
        + "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    /// <summary>The length of a country's numbers, given by its two letters; 0 where it has none.</summary>
    public static int LengthOf(ReadOnlySpan<char> country)
    {
        var (first, second) = (country[0] & ~0x20, country[1] & ~0x20);
        for (var i = 0; i < Lengths.Length; i += 4)
        {
            if (Lengths[i] == first && Lengths[i + 1] == second)
            {
                return ((Lengths[i + 2] - '0') * 10) + Lengths[i + 3] - '0';
            }
        }

        return 0;
    }

    /// <summary>The remainder by 97 of a number without separators, in upper case, with its first four signs moved to the end; 1 for one that is right.</summary>
    public static int Remainder(ReadOnlySpan<char> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var sign = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(sign) ? ((remainder * 10) + sign - '0') % 97 : ((remainder * 100) + sign - 'A' + 10) % 97;
        }

        return remainder;
    }
}
