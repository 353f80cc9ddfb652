using System.Text;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.WordLevel;

/// <summary>Looks each piece up as a whole; one that is no token becomes the unknown token.</summary>
internal sealed class WordLevelModel : TokenModel
{
    private readonly ByteTrie _tokens;
    private readonly int _unknownId;

    /// <summary>Makes it.</summary>
    public WordLevelModel(WordLevelDefinition model, TokenizerDefinition definition)
    {
        // Plain text must never become a special token, whatever the file says.
        var special = definition.IsSpecial();
        _tokens = new ByteTrie(Enumerable.Range(0, definition.ModelTokens).Where(id => !special[id]).Select(id => (Encoding.UTF8.GetBytes(definition.Tokens[id]), id)));
        _unknownId = Array.IndexOf(definition.Tokens, model.UnknownToken);
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var node = ByteTrie.Root;
        for (var i = 0; i < piece.Length && node >= 0; i++)
        {
            node = _tokens.Step(node, piece[i]);
        }

        output.Add(node >= 0 && _tokens.Value(node) is >= 0 and var id ? id : _unknownId, piece.Length);
    }
}
