using Sinter.Tokenizers.Training;

namespace Sinter.Tokenizers;

/// <summary>
/// Trains a tokenizer of any kind from a stream of texts: words are counted as the tokenizer will see them, then a vocabulary is learnt from the counts. The same
/// texts, in any order, give the same tokenizer at any number of threads; only where texts hold more than 16 million distinct words are the rarest forgotten on
/// the way, which depends on the order of the texts, and still not on threads.
/// </summary>
public sealed class TokenizerTrainer(TokenizerTrainerOptions options)
{
    private const int TokensBetweenReports = 64;

    /// <summary>Trains on a stream of texts, which is read once; memory follows the number of distinct words, not of texts.</summary>
    /// <param name="texts">The texts. No word crosses from one to the next. A special token that stands in them is text like any other.</param>
    /// <param name="progress">Told how far it is, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ArgumentException">The options have no sense, or the vocabulary is too small for the characters of the texts.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public Tokenizer Train(IEnumerable<string> texts, IProgress<TokenizerTrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var form = TrainingForm.Of(options);
        var counter = new ParallelWordCount(() => TrainingForm.Reader(form), options.ThreadCount);
        var words = counter.Count(texts, () => Report(0, 0), cancellation);
        Report(words.Count, 1);
        var model = options.Model switch
        {
            TokenizerModel.WordPiece => WordPieceLearner.Learn(words, options, ReportSome, cancellation),
            TokenizerModel.Unigram => UnigramModelLearner.Learn(words, options, tokens => Report(words.Count, tokens), cancellation),
            TokenizerModel.Character => CharacterLearner.Learn(words, options),
            TokenizerModel.Byte => BpeLearner.Bytes(options),
            _ => BpeLearner.Learn(words, options, ReportSome, cancellation),
        };
        var tokenizer = TrainingForm.Tokenizer(form, model);
        Report(words.Count, tokenizer.VocabularySize);
        return tokenizer;

        void Report(int distinctWords, int tokens) =>
            progress?.Report(new TokenizerTrainingProgress(counter.Texts, counter.Bytes, distinctWords, tokens, options.VocabularySize));

        void ReportSome(int tokens)
        {
            if (tokens % TokensBetweenReports == 0)
            {
                Report(words.Count, tokens);
            }
        }
    }
}
