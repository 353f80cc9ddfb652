using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Sinter.Data.Html;

namespace Sinter.Data.Reading;

/// <summary>Character references: the names of HTML, those of XML among them, and numbers.</summary>
internal static class Entities
{
    private const int LongestName = 31;

    // The few names that stand for two characters are left as they are.
    private static readonly FrozenDictionary<string, Rune> Names = EntityTable.Names
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Where(entry => !entry.Contains('+', StringComparison.Ordinal))
        .Select(entry => entry.Split('='))
        .ToFrozenDictionary(pair => pair[0], pair => new Rune(int.Parse(pair[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Rune>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Replaces the references of a text in place; gives its new length, which is never longer. What is no reference stays.</summary>
    public static int Decode(Span<char> text)
    {
        var at = text.IndexOf('&');
        if (at < 0)
        {
            return text.Length;
        }

        var to = at;
        while (at < text.Length)
        {
            var (rune, length) = Read(text[at..]);
            if (length == 0)
            {
                text[to++] = '&';
                at++;
            }
            else
            {
                to += rune.EncodeToUtf16(text[to..]);
                at += length;
            }

            var plain = text[at..].IndexOf('&');
            plain = plain < 0 ? text.Length - at : plain;
            text.Slice(at, plain).CopyTo(text[to..]);
            at += plain;
            to += plain;
        }

        return to;
    }

    /// <summary>The reference that the text begins with, and its length; 0 where there is none.</summary>
    public static (Rune Rune, int Length) Read(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestName + 2)].IndexOf(';');
        if (end < 2)
        {
            return default;
        }

        var name = text[1..end];
        if (name[0] != '#')
        {
            return Lookup.TryGetValue(name, out var known) ? (known, end + 1) : default;
        }

        var valid = name is ['#', 'x' or 'X', ..]
            ? int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            : int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out code);
        return valid && code > 0 && Rune.IsValid(code) ? (new Rune(code), end + 1) : default;
    }
}
