using System.Runtime.InteropServices;
using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Data.Tokens;

using Html = Sinter.Data.Reports.Html;

/// <summary>Shows how a tokenizer cuts a text: its tokens one beside the other, in turns of colour.</summary>
internal static class TokenizedText
{
    /// <summary>The text as HTML. Tokens that hold parts of one character are shown as one piece, which tells all their ids.</summary>
    public static Html ToHtml(Tokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        tokenizer.EncodeUtf8(Encoding.UTF8.GetBytes(text), ids);
        var pieces = new List<Html>();
        var decoder = tokenizer.CreateStreamingDecoder(skipSpecial: false);
        var held = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            var shown = decoder.Append(ids[i]) + (i == ids.Count - 1 ? decoder.Flush() : "");
            if (shown.Length > 0)
            {
                pieces.Add(Html.Of($"""<span title="{string.Join(' ', CollectionsMarshal.AsSpan(ids)[held..(i + 1)].ToArray())}">{shown}</span>"""));
                held = i + 1;
            }
        }

        return Html.Of($"""<p class="text tokens" dir="auto">{pieces}</p>""");
    }
}
