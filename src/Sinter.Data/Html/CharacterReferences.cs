using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Sinter.Data.Html;

/// <summary>Decodes character references as the HTML standard says (13.2.5.72 and on): <c>&amp;eacute;</c>, <c>&amp;#233;</c>, <c>&amp;#xE9;</c>, and old names without a semicolon.</summary>
internal static class CharacterReferences
{
    private const int LongestName = 31;

    /// <summary>What the numbers 0x80 to 0x9F stand for, since pages mean windows-1252 by them; 0 where the number stands for itself.</summary>
    private const string Windows1252 = "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    private static readonly FrozenDictionary<string, string> Names = EntityTable.Names
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .ToFrozenDictionary(
            pair => pair[0],
            pair => string.Concat(pair[1].Split('+').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))),
            StringComparer.Ordinal);

    private static readonly FrozenSet<string> WithoutSemicolon = EntityTable.WithoutSemicolon
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly int LongestWithoutSemicolon = WithoutSemicolon.Max(name => name.Length);
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> NameLookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OldLookup = WithoutSemicolon.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text with its references decoded.</summary>
    /// <param name="raw">The text as it stands in the page.</param>
    /// <param name="inAttribute">Whether it is the value of an attribute, where <c>&amp;copy=1</c> is left alone.</param>
    public static string Decode(ReadOnlySpan<char> raw, bool inAttribute)
    {
        if (!raw.Contains('&'))
        {
            return raw.ToString();
        }

        var decoded = new StringBuilder(raw.Length);
        Decode(raw, inAttribute, decoded);
        return decoded.ToString();
    }

    /// <summary>Appends the text with its references decoded.</summary>
    public static void Decode(ReadOnlySpan<char> raw, bool inAttribute, StringBuilder decoded)
    {
        for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
        {
            decoded.Append(raw[..at]);
            raw = raw[at..];
            raw = raw[DecodeOne(raw, inAttribute, decoded)..];
        }

        decoded.Append(raw);
    }

    /// <summary>Appends what the reference at the start means, or the ampersand itself; returns how much of the text that was.</summary>
    private static int DecodeOne(ReadOnlySpan<char> raw, bool inAttribute, StringBuilder decoded)
    {
        if (raw.Length > 1 && raw[1] == '#')
        {
            return DecodeNumber(raw, decoded);
        }

        var length = 0;
        while (length < LongestName && length + 1 < raw.Length && char.IsAsciiLetterOrDigit(raw[length + 1]))
        {
            length++;
        }

        var name = raw.Slice(1, length);
        if (length + 1 < raw.Length && raw[length + 1] == ';' && NameLookup.TryGetValue(name, out var value))
        {
            decoded.Append(value);
            return length + 2;
        }

        for (var shorter = Math.Min(length, LongestWithoutSemicolon); shorter >= 2; shorter--)
        {
            if (!OldLookup.Contains(name[..shorter]))
            {
                continue;
            }

            if (inAttribute && shorter + 1 < raw.Length && (raw[shorter + 1] == '=' || char.IsAsciiLetterOrDigit(raw[shorter + 1])))
            {
                break;
            }

            NameLookup.TryGetValue(name[..shorter], out value);
            decoded.Append(value);
            return shorter + 1;
        }

        decoded.Append('&');
        return 1;
    }

    private static int DecodeNumber(ReadOnlySpan<char> raw, StringBuilder decoded)
    {
        var isHexadecimal = raw.Length > 2 && raw[2] is 'x' or 'X';
        var at = isHexadecimal ? 3 : 2;
        var first = at;
        var code = 0;
        for (; at < raw.Length && (isHexadecimal ? char.IsAsciiHexDigit(raw[at]) : char.IsAsciiDigit(raw[at])); at++)
        {
            // Once too large it stays so; it must not wrap round.
            code = code > 0x10FFFF ? code : (code * (isHexadecimal ? 16 : 10)) + (raw[at] <= '9' ? raw[at] - '0' : (raw[at] | 0x20) - 'a' + 10);
        }

        if (at == first)
        {
            decoded.Append('&');
            return 1;
        }

        if (code is >= 0x80 and <= 0x9F && Windows1252[code - 0x80] is var meant and not '\0')
        {
            decoded.Append(meant);
        }
        else
        {
            var rune = code != 0 && Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
            Span<char> units = stackalloc char[2];
            decoded.Append(units[..rune.EncodeToUtf16(units)]);
        }

        return at < raw.Length && raw[at] == ';' ? at + 1 : at;
    }
}
