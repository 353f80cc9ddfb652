using System.Text.Json.Nodes;

namespace Sinter.Tokenizers.Training;

/// <summary>Learns a Unigram model. Ids are the special tokens, the bytes if there are any, then the pieces, the most probable first.</summary>
internal static class UnigramModelLearner
{
    private const int UsualLongest = 16;

    /// <summary>Learns the model.</summary>
    public static JsonObject Learn(CountedWords words, TokenizerTrainerOptions options, Action<int> report, CancellationToken cancellation)
    {
        var fixedTokens = CharacterLearner.SpecialTokensAndBytes(options).ToList();
        var alphabet = CharacterAlphabet.Of(words, options.AlphabetLimit, options.CharacterCoverage);
        TokenizerTrainerOptions.CheckRoom(options.VocabularySize, fixedTokens.Count + alphabet.Length, fixedTokens.Count, "characters");
        var text = new UnigramText(words, alphabet, options.SplitsByScript);
        var learner = new UnigramLearner(text, options.VocabularySize - fixedTokens.Count, options.MaximumTokenLength ?? UsualLongest, options.ThreadCount, fixedTokens);
        var pieces = learner.Learn(share => report(Math.Max(1, (int)(share * options.VocabularySize))), cancellation);

        // Text that spells a byte token out is written in its characters, since they are together more probable.
        var byteScore = pieces.Select(static entry => entry.Score).DefaultIfEmpty(0).Min() * "<0x00>".Length;
        return ModelJson.Unigram(
            fixedTokens.Select((token, id) => (token, id < options.AllSpecialTokens.Count ? 0 : byteScore)).Concat(pieces),
            fixedTokens.IndexOf(options.UnknownToken!),
            options.ByteFallback);
    }
}
