using System.Text;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.WordPiece;

/// <summary>
/// WordPiece: a word is its longest token from the left, then the longest that continues it, and so on. A word that cannot be written so, or has too many characters,
/// becomes the unknown token as a whole.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly ByteTrie _tokens;
    private readonly int _continuingRoot;
    private readonly int _unknownId;
    private readonly int _longestWord;

    /// <summary>Makes it.</summary>
    public WordPieceModel(WordPieceDefinition model, TokenizerDefinition definition)
    {
        // Plain text must never become a special token, whatever the file says.
        var special = definition.IsSpecial();
        _tokens = new ByteTrie(Enumerable.Range(0, definition.ModelTokens).Where(id => !special[id]).Select(id => (Encoding.UTF8.GetBytes(definition.Tokens[id]), id)));
        _continuingRoot = Encoding.UTF8.GetBytes(model.ContinuingPrefix).Aggregate(ByteTrie.Root, (node, value) => node < 0 ? node : _tokens.Step(node, value));
        _unknownId = Array.IndexOf(definition.Tokens, model.UnknownToken);
        _longestWord = model.LongestWord;
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var pieces = scratch.Of<WordPieceScratch>().Pieces;
        pieces.Clear();
        if (piece.Length <= _longestWord || Characters(piece) <= _longestWord)
        {
            for (var start = 0; start < piece.Length;)
            {
                var length = LongestToken(start == 0 ? ByteTrie.Root : _continuingRoot, piece[start..], out var id);
                if (length == 0)
                {
                    pieces.Clear();
                    break;
                }

                pieces.Add((id, length));
                start += length;
            }
        }

        if (pieces.Count == 0)
        {
            output.Add(_unknownId, piece.Length);
        }

        foreach (var (id, length) in pieces)
        {
            output.Add(id, length);
        }
    }

    private int LongestToken(int node, ReadOnlySpan<byte> text, out int id)
    {
        var longest = 0;
        id = -1;
        for (var i = 0; i < text.Length && node >= 0 && (node = _tokens.Step(node, text[i])) >= 0; i++)
        {
            if (_tokens.Value(node) is >= 0 and var found)
            {
                (longest, id) = (i + 1, found);
            }
        }

        return longest;
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var value in utf8)
        {
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
