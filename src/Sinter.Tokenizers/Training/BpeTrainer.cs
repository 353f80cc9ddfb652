namespace Sinter.Tokenizers;

/// <summary>Trains a byte-level BPE tokenizer that cuts text as GPT-2 does: what <see cref="TokenizerTrainer"/> does by default.</summary>
public sealed class BpeTrainer(BpeTrainerOptions options)
{
    /// <summary>Trains on a stream of texts, which is read once; memory follows the number of distinct words, not of texts.</summary>
    /// <param name="texts">The texts. No word crosses from one to the next.</param>
    /// <param name="progress">Told how far it is, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ArgumentException">The options have no sense.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public Tokenizer Train(IEnumerable<string> texts, IProgress<TokenizerTrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        new TokenizerTrainer(new TokenizerTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            SpecialTokens = options.SpecialTokens,
            MinimumFrequency = options.MinimumFrequency,
            Threads = options.Threads,
        }).Train(texts, progress, cancellation);
}
