using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Training;
using Sinter.Tokenizers.Unigram;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers;

/// <summary>
/// Adds tokens for a new domain to a tokenizer: its words are counted as the tokenizer sees them and written in its tokens, then the pairs of adjacent tokens seen
/// most become tokens. New ids lie behind all others, added tokens too, so that no id changes its meaning. A BPE model keeps the new merges behind its own, so
/// that text without the new pairs keeps its ids; WordPiece and Unigram are given the tokens that save most.
/// </summary>
public static class TokenizerExtension
{
    /// <summary>Of so many times the tokens wanted the best are taken, where a token can stand without those it grew from.</summary>
    private const int Candidates = 2;

    /// <summary>Extends a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer, which stays as it is.</param>
    /// <param name="texts">Texts of the domain, read once.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told how far it is, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="ArgumentException">The options have no sense, or the tokenizer is of a kind that cannot be extended.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static ExtendedTokenizer Extend(
        Tokenizer tokenizer, IEnumerable<string> texts, TokenizerExtensionOptions options, IProgress<TokenizerTrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var definition = tokenizer.Definition;
        Check(definition, options);
        var model = definition.Model.Compile(definition);
        var counter = new ParallelWordCount(
            () => new WordReader(definition.Normalizer, definition.PreTokenizer, model.Cut), options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var words = counter.Count(texts, () => Report(0, 0), cancellation);

        var first = definition.Tokens.Length;
        List<string> tokens = [.. definition.Tokens];
        var text = new TokenizedText(definition).Write(words, model);
        var standsAlone = definition.Model is not BpeDefinition;
        var added = definition.AddedTokens.Select(static token => token.Id).ToHashSet();
        var merges = new MergeLearner(text, tokens, added.Contains)
        {
            MinimumFrequency = options.MinimumFrequency,
            MaximumTokenLength = options.MaximumTokenLength ?? int.MaxValue,
            ContinuingPrefix = TokenizedText.ContinuingPrefix(definition.Model),
        }.Learn(first + (standsAlone ? options.Tokens * Candidates : options.Tokens), count => Report(words.Count, count - first), cancellation);

        var parts = Parts(merges, first, tokens.Count);
        var counts = text.CountTokens(tokens.Count);
        int[] chosen = [.. Enumerable.Range(first, tokens.Count - first)
            .OrderByDescending(id => standsAlone ? counts[id] * (parts[id - first].Count - 1) : 0)
            .Take(options.Tokens)
            .Order()];
        string[] all = [.. definition.Tokens, .. chosen.Select(id => tokens[id])];
        IReadOnlyList<int>[] replaced = [.. chosen.Select(id => parts[id - first])];
        return new ExtendedTokenizer(
            new Tokenizer(definition with { Tokens = all, ModelTokens = all.Length, Model = Extended(definition, merges, replaced, [.. chosen.Select(id => counts[id])], counts.Sum()) })
            {
                BeginningOfText = tokenizer.BeginningOfText,
                EndOfText = tokenizer.EndOfText,
            },
            first,
            replaced);

        void Report(int distinctWords, int count) =>
            progress?.Report(new TokenizerTrainingProgress(counter.Texts, counter.Bytes, distinctWords, count, options.Tokens));
    }

    private static void Check(TokenizerDefinition definition, TokenizerExtensionOptions options)
    {
        if (definition.Model is not (BpeDefinition or WordPieceDefinition or UnigramDefinition))
        {
            throw new ArgumentException("Only BPE, WordPiece and Unigram tokenizers can be extended; save this one as tokenizer.json of such a kind first.");
        }

        if (Array.IndexOf(definition.Tokens, "") is >= 0 and var hole)
        {
            throw new ArgumentException(FormattableString.Invariant($"The tokenizer has no token with the id {hole}, so none can follow; add one to fill the gap first."));
        }

        if (options.Tokens < 1 || options.MinimumFrequency < 1 || options.MaximumTokenLength < 1 || options.Threads < 0)
        {
            throw new ArgumentException("The number of new tokens, their least frequency and their greatest length must be at least 1, and the number of threads at least 0.");
        }
    }

    /// <summary>For each token learnt the old tokens that it was merged from.</summary>
    private static List<IReadOnlyList<int>> Parts(List<Merge> merges, int first, int count)
    {
        var parts = new List<IReadOnlyList<int>>();
        foreach (var merge in merges)
        {
            if (merge.Result == first + parts.Count && merge.Result < count)
            {
                parts.Add([.. Of(merge.Left), .. Of(merge.Right)]);
            }
        }

        return parts;

        IReadOnlyList<int> Of(int id) => id < first ? [id] : parts[id - first];
    }

    private static ModelDefinition Extended(TokenizerDefinition definition, List<Merge> merges, IReadOnlyList<int>[] replaced, long[] counts, long total) => definition.Model switch
    {
        BpeDefinition bpe => bpe with { Merges = [.. bpe.Merges, .. merges] },
        UnigramDefinition unigram => unigram with { Scores = Scores(unigram, definition.Tokens.Length, replaced, counts, total) },
        var other => other,
    };

    /// <summary>
    /// The score of a new token is the logarithm of its share of the domain's tokens, but always above the sum of those it replaces, for else it would never be
    /// used. Tokens that only stood behind the model get the lowest score.
    /// </summary>
    private static double[] Scores(UnigramDefinition unigram, int tokens, IReadOnlyList<int>[] replaced, long[] counts, long total)
    {
        const double Margin = 1e-3;
        var lowest = unigram.Scores.DefaultIfEmpty(0).Min();
        double[] old = [.. unigram.Scores, .. Enumerable.Repeat(lowest, tokens - unigram.Scores.Length)];
        return [.. old, .. replaced.Select((parts, i) => Math.Max(Math.Log((double)Math.Max(counts[i], 1) / total), parts.Sum(id => old[id]) + Margin))];
    }
}
