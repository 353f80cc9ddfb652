using System.Text;
using System.Text.Unicode;
using Sinter.Data.Tokens;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Shows tokens one beside the other on a terminal in turns of background colour, and where there are no colours with bars between them.</summary>
internal static class TokenColours
{
    private const int LongestQuoted = 40;
    private const string Reset = "\u001b[0m";

    /// <summary>Light backgrounds of the 256 colours that nearly every terminal has, below black letters.</summary>
    private static readonly int[] Backgrounds = [153, 187, 217, 151, 223];

    /// <summary>The tokens of a text.</summary>
    public static string OfTokens(Tokenizer tokenizer, IReadOnlyList<int> ids, bool plain)
    {
        var shown = new StringBuilder();
        foreach (var (piece, i) in TokenPiece.Of(tokenizer, ids).Select(static (piece, i) => (piece, i)))
        {
            if (plain)
            {
                shown.Append(i > 0 ? "|" : "").Append(Visible(piece.Text, ""));
            }
            else
            {
                var colour = $"\u001b[38;5;16;48;5;{Backgrounds[i % Backgrounds.Length]}m";
                shown.Append(colour).Append(Visible(piece.Text, colour)).Append(Reset);
            }
        }

        return shown.ToString();
    }

    /// <summary>One token on a line: what it stands for in quotes, or, for a part of a character, as its file writes it; a long one is cut.</summary>
    public static string Quoted(Tokenizer tokenizer, int id)
    {
        var bytes = tokenizer.TokenBytes(id);
        var text = Utf8.IsValid(bytes) ? $"'{Encoding.UTF8.GetString(bytes)}'" : tokenizer.Token(id);
        var shown = string.Concat(text.Select(static sign => char.IsControl(sign) ? Picture(sign) : sign));
        return shown.Length <= LongestQuoted ? shown : $"{shown.AsSpan(0, LongestQuoted - (char.IsHighSurrogate(shown[LongestQuoted - 1]) ? 1 : 0))}...'";
    }

    /// <summary>Line ends with a sign before them, as they are tokens too; a colour ends with its line.</summary>
    public static string Visible(string text, string colour)
    {
        var controlled = string.Concat(text.Select(static sign => sign is not '\n' && char.IsControl(sign) ? Picture(sign) : sign));
        return controlled.Replace("\n", colour.Length == 0 ? "↵\n" : $"↵{Reset}\n{colour}", StringComparison.Ordinal);
    }

    /// <summary>A sign for a control character, which would move the cursor or worse.</summary>
    private static char Picture(char control) => control switch
    {
        '\t' => '→',
        '\n' => '↵',
        < ' ' => (char)(0x2400 + control),
        _ => '\u2421',
    };
}
