using System.Globalization;

namespace Sinter.Tokenizers.Text;

/// <summary>The way SentencePiece writes a token that stands for one byte: <c>&lt;0x0A&gt;</c>.</summary>
internal static class ByteFallbackToken
{
    /// <summary>The token of a byte.</summary>
    public static string Write(int value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>The byte that a token stands for, or -1.</summary>
    public static int Read(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : -1;

    /// <summary>The ids of the 256 bytes' tokens, or null where one is missing.</summary>
    public static int[]? Ids(ReadOnlySpan<string> tokens)
    {
        var ids = new int[256];
        Array.Fill(ids, -1);
        for (var id = 0; id < tokens.Length; id++)
        {
            if (Read(tokens[id]) is >= 0 and var value)
            {
                ids[value] = id;
            }
        }

        return Array.IndexOf(ids, -1) < 0 ? ids : null;
    }
}
