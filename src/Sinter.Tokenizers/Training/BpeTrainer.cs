using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Training;

namespace Sinter.Tokenizers;

/// <summary>
/// Trains a byte-level BPE tokenizer: texts are cut into words as GPT-2 cuts them, then the pair of adjacent tokens seen most often becomes a
/// token, again and again. Ties go as in Hugging Face's trainer: of equally frequent pairs the one with the lower left id, then the lower right
/// id. Ids are the special tokens, the 256 bytes in order of the characters that write them, then the merges. The same texts, in any order, give
/// the same tokenizer at any number of threads.
/// </summary>
public sealed class BpeTrainer(BpeTrainerOptions options)
{
    private const int MergesBetweenReports = 64;

    /// <summary>Trains on a stream of texts, which is read once; memory follows the number of distinct words, not of texts.</summary>
    /// <param name="texts">The texts. No word crosses from one to the next.</param>
    /// <param name="progress">Told how far it is, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ArgumentException">The options have no sense.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public Tokenizer Train(IEnumerable<string> texts, IProgress<BpeTrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var counted = new ParallelWordCount(options, progress, cancellation);
        var words = counted.Count(texts);

        var tokens = new List<string>(options.SpecialTokens);
        var byteIds = new int[256];
        foreach (var value in ByteAlphabet.InCharOrder())
        {
            byteIds[value] = tokens.Count;
            tokens.Add(ByteAlphabet.ToChar(value).ToString());
        }

        var text = new SymbolText();
        Enumerable.Range(0, tokens.Count).ToList().ForEach(id => text.SetWidth(id, 1));
        var all = CountedWords.Of(words);
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var value in all.Word(i))
            {
                text.Add(byteIds[value]);
            }

            text.EndWord(all.Times(i));
        }

        var merges = new MergeLearner(text, tokens, id => id < options.SpecialTokens.Count) { MinimumFrequency = options.MinimumFrequency }.Learn(
            options.VocabularySize, count => progress?.Report(counted.Progress with { DistinctWords = all.Count, Tokens = count }), cancellation);
        return new Tokenizer(new TokenizerDefinition
        {
            Tokens = [.. tokens],
            ModelTokens = tokens.Count,
            Model = new BpeDefinition { Merges = [.. merges], IsByteLevel = true },
            PreTokenizer = ByteLevelForm.PreTokenizer,
            Decoder = ByteLevelForm.Decoder,
            AddedTokens = [.. options.SpecialTokens.Select(static (token, id) => new AddedToken(id, token, Special: true))],
        })
        {
            // Models trained with it see the end of the text before as the beginning of the next.
            BeginningOfText = options.SpecialTokens.Index().Where(static entry => entry.Item == SpecialTokens.EndOfText).Select(static entry => (int?)entry.Index).FirstOrDefault(),
        };
    }
}
