using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Punctuation of print as a keyboard has it.</summary>
internal static class PlainPunctuation
{
    private static readonly SearchValues<char> Printed = SearchValues.Create(
        "\u2018\u2019\u201A\u201B\u2032\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2026");

    /// <summary>The text with straight quotes and with hyphens for dashes; the same object where it has them.</summary>
    public static string Replace(string text, bool quotes, bool dashes)
    {
        var at = text.AsSpan().IndexOfAny(Printed);
        if (at < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        plain.Append(text, 0, at);
        foreach (var character in text.AsSpan(at))
        {
            _ = character switch
            {
                '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' when quotes => plain.Append('\''),
                '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' or '\u00AB' or '\u00BB' when quotes => plain.Append('"'),
                '\u2026' when dashes => plain.Append("..."),
                (>= '\u2010' and <= '\u2015') or '\u2212' when dashes => plain.Append('-'),
                _ => plain.Append(character),
            };
        }

        return plain.ToString();
    }
}
