namespace Sinter.Tokenizers.Text;

/// <summary>The English endings that are words of their own: <c>'s|'t|'re|'ve|'m|'ll|'d</c>.</summary>
internal static class Contraction
{
    /// <summary>The length in bytes of the ending in small letters that begins at the apostrophe at <paramref name="index"/>, or 0.</summary>
    public static int Length(ReadOnlySpan<byte> utf8, int index)
    {
        if (index + 1 >= utf8.Length)
        {
            return 0;
        }

        return utf8[index + 1] switch
        {
            (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' => 2,
            (byte)'r' or (byte)'v' => index + 2 < utf8.Length && utf8[index + 2] == 'e' ? 3 : 0,
            (byte)'l' => index + 2 < utf8.Length && utf8[index + 2] == 'l' ? 3 : 0,
            _ => 0,
        };
    }

    /// <summary>The same in letters of any case, as <c>(?i:...)</c> has it: simple case folding makes ſ (U+017F) an s.</summary>
    public static int LengthInAnyCase(ReadOnlySpan<byte> utf8, int index)
    {
        if (index + 1 >= utf8.Length)
        {
            return 0;
        }

        return (utf8[index + 1] | 0x20) switch
        {
            's' or 't' or 'm' or 'd' => 2,
            'r' or 'v' => index + 2 < utf8.Length && (utf8[index + 2] | 0x20) == 'e' ? 3 : 0,
            'l' => index + 2 < utf8.Length && (utf8[index + 2] | 0x20) == 'l' ? 3 : 0,
            _ => utf8[(index + 1)..].StartsWith("ſ"u8) ? 3 : 0,
        };
    }
}
