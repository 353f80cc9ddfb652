using Sinter.Tokenizers;

namespace Sinter.Data.Tokens;

/// <summary>A token as it can be shown, or, where one character is of several tokens, all of them.</summary>
/// <param name="Text">The text.</param>
/// <param name="First">The index of its first id.</param>
/// <param name="Count">The number of its ids.</param>
public readonly record struct TokenPiece(string Text, int First, int Count)
{
    /// <summary>The pieces of a text, special tokens as they are spelled. What is no character at the end is shown as U+FFFD.</summary>
    public static IEnumerable<TokenPiece> Of(Tokenizer tokenizer, IReadOnlyList<int> ids)
    {
        var decoder = tokenizer.CreateStreamingDecoder(skipSpecial: false);
        var first = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            var text = decoder.Append(ids[i]) + (i == ids.Count - 1 ? decoder.Flush() : "");
            if (text.Length > 0)
            {
                yield return new TokenPiece(text, first, i + 1 - first);
                first = i + 1;
            }
        }
    }
}
