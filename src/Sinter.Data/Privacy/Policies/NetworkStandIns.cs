using System.Globalization;
using System.Text;

namespace Sinter.Data.Privacy;

/// <summary>Stand-ins for addresses of mail and networks, in ranges that are reserved for documentation (RFC 2606, 5737, 3849) or in the same private range.</summary>
internal static class NetworkStandIns
{
    private const string Consonants = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";

    private static readonly string[] Domains = ["example.com", "example.org", "example.net"];
    private static readonly uint[] Documentation = [0xC0000200, 0xC6336400, 0xCB007100];

    /// <summary>A name and a number at a domain for examples.</summary>
    public static string Email(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var address = new StringBuilder();
        Syllables(2);
        address.Append('.');
        Syllables(3);
        return address.Append(bytes.Below(90) + 10).Append('@').Append(bytes.Of(Domains)).ToString();

        void Syllables(int count)
        {
            for (var i = 0; i < count; i++)
            {
                address.Append(Consonants[bytes.Below(Consonants.Length)]).Append(Vowels[bytes.Below(Vowels.Length)]);
            }
        }
    }

    /// <summary>An address of the same private network, or one for documentation.</summary>
    public static string Ipv4(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        Ipv4Detector.Read(value, 0, out var address);
        var kept = (address >> 24) is 10 or 127 ? 8 : (address >> 20) == 0xAC1 ? 12 : (address >> 16) is 0xC0A8 or 0xA9FE ? 16 : 0;
        var drawn = kept == 0 ? bytes.Of(Documentation) | (uint)(bytes.Below(254) + 1) : (address & (uint.MaxValue << (32 - kept))) | (bytes.Next() >> kept);
        return string.Create(CultureInfo.InvariantCulture, $"{drawn >> 24}.{(drawn >> 16) & 255}.{(drawn >> 8) & 255}.{drawn & 255}");
    }

    /// <summary>An address for documentation, or of the same local network, as long or as short.</summary>
    public static string Ipv6(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var end = Ipv6Detector.Read(value, 0, out var groups, out var shortened);
        var local = !shortened || groups < 2 || !char.IsAsciiHexDigit(value[0]) ? "" : value.StartsWith("fe80", StringComparison.OrdinalIgnoreCase) ? "fe80" : "";
        var text = new StringBuilder(local.Length > 0 ? local : groups == 1 ? "" : "2001:db8");
        var left = groups - (local.Length > 0 || groups == 1 ? 1 : 2);
        text.Append(shortened ? "::" : "");
        for (var i = 0; i < Math.Max(left, groups == 1 ? 1 : 0); i++)
        {
            text.Append(text.Length > 0 && text[^1] == ':' ? "" : ":");
            text.Append((char)('1' + bytes.Below(9)));
            for (var digit = 0; digit < 3; digit++)
            {
                text.Append(bytes.HexDigit());
            }
        }

        return text.Append(value[end..]).ToString();
    }

    /// <summary>An address that its owner has given, which no maker does (the second bit of its first byte is set), in the same form and case.</summary>
    public static string Mac(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var upper = value.IndexOfAnyInRange('A', 'F') >= 0;
        var text = value.ToArray();
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiHexDigit(text[i]))
            {
                var digit = digits++ == 1 ? "26ae"[bytes.Below(4)] : bytes.HexDigit();
                text[i] = upper ? char.ToUpperInvariant(digit) : digit;
            }
        }

        return new string(text);
    }
}
