using System.Text.Json.Nodes;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>Learns a model with a token for each character: a BPE model without merges. Ids are the special tokens, the bytes if there are any, then the characters by code point.</summary>
internal static class CharacterLearner
{
    /// <summary>Learns the model.</summary>
    public static JsonObject Learn(CountedWords words, TokenizerTrainerOptions options)
    {
        List<string> tokens = [.. SpecialTokensAndBytes(options)];
        var limit = Math.Min(options.AlphabetLimit, options.VocabularySize - tokens.Count);
        tokens.AddRange(CharacterAlphabet.Of(words, limit, options.CharacterCoverage).Select(static rune => rune.ToString()));
        return ModelJson.Bpe(tokens, [], options.UnknownToken, options.ByteFallback);
    }

    /// <summary>The tokens that a vocabulary of characters begins with: the special ones, and those for bytes if they are wanted.</summary>
    public static IEnumerable<string> SpecialTokensAndBytes(TokenizerTrainerOptions options) =>
        options.AllSpecialTokens.Concat(options.ByteFallback ? Enumerable.Range(0, 256).Select(ByteFallbackToken.Write) : []);
}
