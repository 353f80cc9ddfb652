using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Data.Tokens;

using Html = Sinter.Data.Reports.Html;

/// <summary>Shows how a tokenizer cuts a text: its tokens one beside the other, in turns of colour.</summary>
internal static class TokenizedText
{
    /// <summary>The text as HTML; each piece tells its ids when it is pointed at.</summary>
    public static Html ToHtml(Tokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        tokenizer.EncodeUtf8(Encoding.UTF8.GetBytes(text), ids);
        return Html.Of($"""<p class="text tokens" dir="auto">{TokenPiece.Of(tokenizer, ids).Select(piece => Html.Of($"""<span title="{string.Join(' ', ids.GetRange(piece.First, piece.Count))}">{piece.Text}</span>"""))}</p>""");
    }
}
