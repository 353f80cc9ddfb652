namespace Sinter.Tokenizers;

/// <summary>The kinds of model by the names that commands and recipes have for them.</summary>
public static class TokenizerModels
{
    private static readonly SortedDictionary<string, TokenizerModel> Models = new(StringComparer.Ordinal)
    {
        ["bpe"] = TokenizerModel.Bpe,
        ["byte"] = TokenizerModel.Byte,
        ["char"] = TokenizerModel.Character,
        ["unigram"] = TokenizerModel.Unigram,
        ["wordpiece"] = TokenizerModel.WordPiece,
    };

    /// <summary>The kinds, by name.</summary>
    public static IReadOnlyDictionary<string, TokenizerModel> ByName => Models;
}
