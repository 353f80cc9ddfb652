using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Sinter.Data.Reading;

/// <summary>Character references: those of XML, the commonest ones of HTML, and numbers.</summary>
internal static class Entities
{
    private const int LongestName = 10;

    private static readonly FrozenDictionary<string, char> Names = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["lt"] = '<', ["gt"] = '>', ["amp"] = '&', ["quot"] = '"', ["apos"] = '\'', ["nbsp"] = '\u00A0', ["ndash"] = '–', ["mdash"] = '—', ["minus"] = '−',
        ["times"] = '×', ["middot"] = '·', ["bull"] = '•', ["hellip"] = '…', ["lsquo"] = '‘', ["rsquo"] = '’', ["sbquo"] = '‚', ["ldquo"] = '“', ["rdquo"] = '”',
        ["bdquo"] = '„', ["laquo"] = '«', ["raquo"] = '»', ["prime"] = '′', ["Prime"] = '″', ["deg"] = '°', ["plusmn"] = '±', ["frac12"] = '½', ["frac14"] = '¼',
        ["sup2"] = '²', ["sup3"] = '³', ["micro"] = 'µ', ["para"] = '¶', ["sect"] = '§', ["copy"] = '©', ["reg"] = '®', ["trade"] = '™', ["euro"] = '€', ["pound"] = '£',
        ["yen"] = '¥', ["cent"] = '¢', ["dagger"] = '†', ["Dagger"] = '‡', ["thinsp"] = '\u2009', ["ensp"] = '\u2002', ["emsp"] = '\u2003', ["zwj"] = '\u200D',
        ["zwnj"] = '\u200C', ["shy"] = '\u00AD', ["rarr"] = '→', ["larr"] = '←', ["harr"] = '↔', ["infin"] = '∞', ["ne"] = '≠', ["le"] = '≤', ["ge"] = '≥', ["asymp"] = '≈',
        ["alpha"] = 'α', ["beta"] = 'β', ["gamma"] = 'γ', ["delta"] = 'δ', ["lambda"] = 'λ', ["mu"] = 'μ', ["pi"] = 'π', ["sigma"] = 'σ', ["phi"] = 'φ', ["omega"] = 'ω',
        ["Delta"] = 'Δ', ["Omega"] = 'Ω', ["Sigma"] = 'Σ', ["radic"] = '√', ["sum"] = '∑', ["part"] = '∂', ["isin"] = '∈', ["forall"] = '∀', ["exist"] = '∃',
        ["auml"] = 'ä', ["ouml"] = 'ö', ["uuml"] = 'ü', ["Auml"] = 'Ä', ["Ouml"] = 'Ö', ["Uuml"] = 'Ü', ["szlig"] = 'ß', ["eacute"] = 'é', ["egrave"] = 'è',
        ["ecirc"] = 'ê', ["agrave"] = 'à', ["aacute"] = 'á', ["acirc"] = 'â', ["ccedil"] = 'ç', ["iacute"] = 'í', ["ntilde"] = 'ñ', ["oacute"] = 'ó', ["uacute"] = 'ú',
        ["oslash"] = 'ø', ["aring"] = 'å', ["aelig"] = 'æ', ["Eacute"] = 'É', ["Oslash"] = 'Ø', ["Aring"] = 'Å', ["AElig"] = 'Æ', ["iexcl"] = '¡', ["iquest"] = '¿',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

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
            return Lookup.TryGetValue(name, out var known) ? (new Rune(known), end + 1) : default;
        }

        var valid = name is ['#', 'x' or 'X', ..]
            ? int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            : int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out code);
        return valid && code > 0 && Rune.IsValid(code) ? (new Rune(code), end + 1) : default;
    }
}
