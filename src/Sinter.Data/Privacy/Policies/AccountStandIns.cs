using System.Globalization;

namespace Sinter.Data.Privacy;

/// <summary>Stand-ins for numbers of cards and accounts, with right checksums.</summary>
internal static class AccountStandIns
{
    // What numbers for tests of payments begin with, by the first digits of the issuer.
    private static readonly (string Issuer, string Test)[] TestRanges =
    [
        ("34", "378282"), ("37", "378282"), ("36", "36227206"), ("30", "30569309"), ("38", "38520000"), ("39", "38520000"), ("35", "35301113"), ("4", "40000000"), ("5", "55555555"), ("22", "22230031"),
        ("2", "22230031"), ("62", "62000000"), ("6011", "60110009"), ("65", "65550000"), ("64", "64450000"),
    ];

    /// <summary>A card of the same issuer, from numbers for tests where the issuer has such.</summary>
    public static string Card(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var digits = string.Concat(value.ToString().Where(char.IsAsciiDigit));
        var start = Array.Find(TestRanges, range => digits.StartsWith(range.Issuer, StringComparison.Ordinal)).Test ?? digits[..4];
        var drawn = new char[digits.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = i < start.Length ? start[i] : bytes.Digit();
        }

        drawn[^1] = Luhn.CheckDigit(drawn.AsSpan(..^1));
        return Into(value, drawn);
    }

    /// <summary>An account of the same country, with digits and letters at the same places.</summary>
    public static string Iban(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var number = value.ToString().Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).ToArray();
        for (var i = 4; i < number.Length; i++)
        {
            number[i] = bytes.Like(number[i]);
        }

        number[2] = number[3] = '0';
        (98 - IbanNumber.Remainder(number)).ToString("00", CultureInfo.InvariantCulture).CopyTo(number.AsSpan(2));
        return Into(value, number);
    }

    /// <summary>Puts letters and digits at the places of those of a value.</summary>
    public static string Into(ReadOnlySpan<char> value, ReadOnlySpan<char> signs)
    {
        var text = value.ToArray();
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                text[i] = char.IsAsciiLetterLower(text[i]) ? char.ToLowerInvariant(signs[next++]) : signs[next++];
            }
        }

        return new string(text);
    }
}
