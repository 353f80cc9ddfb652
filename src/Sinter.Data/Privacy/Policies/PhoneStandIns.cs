namespace Sinter.Data.Privacy;

/// <summary>
/// Stand-ins for telephone numbers: the same country and form, from ranges for films and books where the country keeps such (North America 555-01xx; Ofcom's, Arcep's and the
/// Bundesnetzagentur's), else the same first digits.
/// </summary>
internal static class PhoneStandIns
{
    private static readonly string[] AreaCodes =
    [
        "201", "202", "203", "205", "206", "207", "208", "209", "210", "212", "213", "214", "215", "216", "217", "218", "219", "225", "229", "231", "234", "239", "240", "248", "251", "252", "253", "254", "256",
        "260", "262", "267", "269", "270", "276", "281", "301", "302", "303", "304", "305", "307", "308", "309", "310", "312", "313", "314", "315", "316", "317", "318", "319", "320", "321", "323", "330", "334",
        "336", "337", "347", "352", "360", "361", "386", "401", "402", "404", "405", "406", "407", "408", "409", "410", "412", "413", "414", "415", "416", "417", "418", "419", "423", "425", "432", "434", "435",
        "440", "443", "450", "469", "478", "479", "480", "501", "502", "503", "504", "505", "507", "508", "509", "510", "512", "513", "514", "515", "516", "517", "518", "519", "520", "530", "540", "541", "551",
        "559", "561", "562", "563", "570", "571", "573", "574", "580", "585", "586", "601", "602", "603", "604", "605", "606", "607", "608", "609", "610", "612", "613", "614", "615", "616", "617", "618", "619",
    ];

    // Country's code, how the number goes on ("" for any), its length after the code, and what to put there; '#' is any digit.
    private static readonly (string Code, string Start, int Length, string Form)[] Fiction =
    [
        ("44", "7", 10, "7700900###"), ("44", "20", 10, "2079460###"), ("44", "113", 10, "1134960###"), ("44", "1", 10, "1632960###"),
        ("33", "6", 9, "63998####"), ("33", "7", 9, "63998####"), ("33", "1", 9, "19900####"), ("33", "2", 9, "26191####"), ("33", "3", 9, "35301####"), ("33", "4", 9, "46571####"), ("33", "5", 9, "53649####"),
        ("49", "30", 10, "3023125###"), ("49", "40", 10, "4066969###"), ("49", "89", 10, "8999998###"), ("49", "69", 10, "6990009###"),
        ("61", "4", 9, "49157####"), ("61", "2", 9, "25550####"), ("46", "70", 9, "701740###"), ("46", "8", 9, "8465004##"),
    ];

    /// <summary>Another number.</summary>
    public static string Make(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var digits = string.Concat(value.ToString().Where(char.IsAsciiDigit));
        var plus = value.TrimStart('(').StartsWith('+');
        var international = plus || digits.StartsWith("00", StringComparison.Ordinal);
        var skip = plus ? 0 : international ? 2 : 0;
        var code = international ? PhoneCountryCodes.LengthOf(digits.AsSpan(skip), out _, out _) : 0;
        var head = digits[..(skip + code)];
        var rest = digits[(skip + code)..];
        if ((code > 0 && head.EndsWith('1') && code == 1 && rest.Length == 10) || (!international && rest.Length == 10 && rest[0] is >= '2' and <= '9') || (!international && rest.Length == 11 && rest[0] == '1'))
        {
            head += rest.Length == 11 ? "1" : "";
            return AccountStandIns.Into(value, $"{head}{bytes.Of(AreaCodes)}55501{bytes.Digit()}{bytes.Digit()}");
        }

        if (!international && Country(value, rest) is { } country && Form(country, rest[1..]) is { } national)
        {
            return AccountStandIns.Into(value, "0" + Filled(national, bytes));
        }

        // A zero in brackets after the code is not dialled.
        var trunk = code > 0 && value.Contains("(0)", StringComparison.Ordinal) ? "0" : "";
        if (code > 0 && Form(digits[skip..(skip + code)], rest[trunk.Length..]) is { } form)
        {
            return AccountStandIns.Into(value, head + trunk + Filled(form, bytes));
        }

        var kept = rest.Length <= 7 ? 1 : rest[0] == '0' || rest.Length < 9 ? 3 : 2;
        var drawn = (head + rest).ToCharArray();
        for (var i = Math.Min(drawn.Length, head.Length + kept); i < drawn.Length; i++)
        {
            drawn[i] = bytes.Digit();
        }

        return AccountStandIns.Into(value, drawn);
    }

    /// <summary>The code of the country that a national number with a zero before it is rather of, where that has numbers for fiction.</summary>
    private static string? Country(ReadOnlySpan<char> value, string digits) => digits switch
    {
        ['0', ..] when digits.Length == 10 && value.Length >= 4 && !char.IsAsciiDigit(value[2]) && !char.IsAsciiDigit(value[^3]) => "33",
        ['0', '7', ..] or ['0', '1', not '0', ..] or ['0', '2', '0', ..] when digits.Length == 11 && !(value.Length > 3 && !char.IsAsciiDigit(value[3]) && digits[1] is '7') => "44",
        _ => null,
    };

    private static string? Form(string code, string rest) =>
        Array.Find(Fiction, known => known.Code == code && rest.StartsWith(known.Start, StringComparison.Ordinal) && known.Length == rest.Length).Form;

    private static string Filled(string form, ReplacementBytes bytes) => string.Concat(form.Select(sign => sign == '#' ? bytes.Digit() : sign));
}
