using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.SentencePiece;

/// <summary>Symbols that the user defined, the longest at each place first, and what another model makes of the text between them.</summary>
internal sealed class UserDefinedSymbolModel(TokenModel inner, ByteTrie symbols) : TokenModel
{
    /// <inheritdoc/>
    public override TextSplitter? Cut => inner.Cut;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var done = 0;
        for (var start = 0; start < piece.Length;)
        {
            var length = symbols.LongestPrefix(piece[start..], out var id);
            if (length == 0)
            {
                start++; // a symbol begins with a character's first byte, so that none is found within a character
                continue;
            }

            EncodeBetween(piece[done..start], scratch, output);
            output.Add(id, length);
            done = start += length;
        }

        EncodeBetween(piece[done..], scratch, output);
    }

    private void EncodeBetween(ReadOnlySpan<byte> text, ModelScratch scratch, TokenList output)
    {
        if (!text.IsEmpty)
        {
            inner.Encode(text, scratch, output);
        }
    }
}
