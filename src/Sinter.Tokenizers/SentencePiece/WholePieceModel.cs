using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.SentencePiece;

/// <summary>Takes each character, or each word with the ▁ before it, as a piece or as unknown: SentencePiece's character and word models.</summary>
internal sealed class WholePieceModel(ByteTrie? pieces, ByteTrie? symbols, UnknownText unknownText, bool words) : TokenModel
{
    /// <inheritdoc/>
    public override bool CutsItself => true;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var unknown = 0;
        for (var start = 0; start < piece.Length;)
        {
            var length = words ? WordLength(piece[start..]) : CharacterLength(piece[start..]);
            if (pieces is not null && pieces.LongestPrefix(piece.Slice(start, length), out var id) == length)
            {
                unknownText.Flush(output, ref unknown);
                output.Add(id, length);
            }
            else
            {
                unknownText.Add(piece.Slice(start, length), output, ref unknown);
            }

            start += length;
        }

        unknownText.Flush(output, ref unknown);
    }

    /// <summary>Up to the next ▁.</summary>
    private static int WordLength(ReadOnlySpan<byte> text)
    {
        var next = text[1..].IndexOf(Metaspace.Utf8);
        return next < 0 ? text.Length : next + 1;
    }

    private int CharacterLength(ReadOnlySpan<byte> text) =>
        symbols is not null && symbols.LongestPrefix(text, out _) is > 0 and var symbol ? symbol : UnigramModel.CharacterLength(text, 0);
}
