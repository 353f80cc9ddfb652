namespace Sinter.Data.Tuning;

/// <summary>Texts of files within messages: short, and on one line.</summary>
internal static class Shortened
{
    private const int Longest = 40;

    /// <summary>The beginning of a text, with its control characters and lone surrogates as question marks.</summary>
    public static string Text(string text)
    {
        var start = text.Length > Longest ? text.AsSpan(0, Longest) : text;
        var clean = new string([.. start]);
        if (clean.AsSpan().ContainsAnyInRange('\0', '\u001F') || clean.AsSpan().ContainsAnyInRange('\u007F', '\u009F') || clean.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            clean = string.Concat(clean.EnumerateRunes().Select(static rune => System.Text.Rune.IsControl(rune) || rune.Value == 0xFFFD ? "?" : rune.ToString()));
        }

        return text.Length > Longest ? clean + "..." : clean;
    }
}
