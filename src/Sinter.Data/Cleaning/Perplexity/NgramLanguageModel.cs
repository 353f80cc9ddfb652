namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>
/// An n-gram language model with back-off weights: log P(w | h) is the stored value of the longest n-gram that ends in w, plus the back-off weights of the longer
/// contexts that it left. Immutable; scoring is safe from several threads. Made by <see cref="NgramTrainer"/>, or read from a file of its own
/// (<see cref="NgramModelFile"/>) or in the ARPA format (<see cref="ArpaFile"/>).
/// </summary>
public sealed class NgramLanguageModel
{
    /// <summary>The greatest order that is supported.</summary>
    public const int MaximumOrder = 10;

    private readonly NgramTokens _tokens;

    internal NgramLanguageModel(NgramUnit unit, bool lowerCase, NgramVocabulary vocabulary, IReadOnlyList<NgramLevel> levels)
    {
        Unit = unit;
        LowerCase = lowerCase;
        Vocabulary = vocabulary;
        Levels = levels;
        _tokens = new NgramTokens(unit, lowerCase);
    }

    /// <summary>The longest n-grams, in tokens.</summary>
    public int Order => Levels.Count;

    /// <summary>What a token is.</summary>
    public NgramUnit Unit { get; }

    /// <summary>Whether texts are made small letters first.</summary>
    public bool LowerCase { get; }

    /// <summary>How many different tokens the model knows, the begin and the end of a line and the unknown included.</summary>
    public int VocabularySize => Vocabulary.Words.Count;

    internal NgramVocabulary Vocabulary { get; }

    /// <summary>The n-grams of each order, from 1.</summary>
    internal IReadOnlyList<NgramLevel> Levels { get; }

    /// <summary>How many n-grams of an order, from 1, the model holds.</summary>
    public int NgramCount(int order) => Levels[order - 1].Store.Count;

    /// <summary>The probability of a text under the model.</summary>
    /// <param name="text">The text; each line that is not blank is scored alone, with its end as a last token.</param>
    /// <returns>The logarithm to base 10, and how many tokens that is over, the ends of lines included.</returns>
    public (double Log10Probability, long Tokens) Score(string text) => Score(new TextAnalysis(text));

    /// <summary>
    /// The perplexity of a text for a token: 10 to the power of minus the mean logarithm over all tokens and ends of lines, as CCNet has it
    /// (Wenzek et al. 2020). NaN for a text without tokens.
    /// </summary>
    public double Perplexity(string text) => Perplexity(new TextAnalysis(text));

    /// <summary>The perplexity of a text whose lines are known.</summary>
    public double Perplexity(TextAnalysis analysis)
    {
        var (log, tokens) = Score(analysis);
        return tokens == 0 ? double.NaN : Math.Pow(10, -log / tokens);
    }

    /// <summary>The logarithm to base 10 of the probability of a token.</summary>
    /// <param name="context">What stands before it in its line.</param>
    /// <param name="token">The token; null for the end of the line.</param>
    public double Log10Probability(string context, string? token)
    {
        var window = new Window(this);
        window.Begin();
        _tokens.Split(context, word => window.Next(Vocabulary.Find(word)));
        return window.Next(token is null ? NgramVocabulary.End : Vocabulary.Find(token));
    }

    private (double Log10Probability, long Tokens) Score(TextAnalysis analysis)
    {
        var window = new Window(this);
        var total = 0.0;
        var tokens = 0L;
        foreach (var line in analysis.ContentLines)
        {
            window.Begin();
            _tokens.Split(line.In(analysis.Text), token =>
            {
                total += window.Next(Vocabulary.Find(token));
                tokens++;
            });
            total += window.Next(NgramVocabulary.End);
            tokens++;
        }

        return (total, tokens);
    }

    /// <summary>The last tokens, and which of the n-grams that end there are known: these are the contexts of the next token.</summary>
    private sealed class Window(NgramLanguageModel model)
    {
        private readonly int[] _words = new int[model.Order];
        private int[] _contexts = new int[model.Order + 1];
        private int[] _found = new int[model.Order + 1];
        private int _length;

        public void Begin()
        {
            _length = 0;
            Next(NgramVocabulary.Begin);
        }

        /// <summary>The log probability of the next token.</summary>
        public double Next(int word)
        {
            if (_length == _words.Length)
            {
                _words.AsSpan(1).CopyTo(_words);
                _length--;
            }

            _words[_length++] = word;
            for (var n = 1; n <= _length; n++)
            {
                _found[n] = model.Levels[n - 1].Store.Find(_words.AsSpan(_length - n, n));
            }

            var log = 0.0;
            var order = _length;
            while (order > 1 && _found[order] < 0)
            {
                var context = _contexts[order - 1];
                log += context < 0 ? 0 : model.Levels[order - 2].Backoff(context);
                order--;
            }

            // Unknown tokens have a number too; a model that gives it no value makes them as good as impossible.
            log += _found[order] < 0 ? NgramLevel.Impossible : model.Levels[order - 1].Probabilities[_found[order]];
            (_contexts, _found) = (_found, _contexts);
            return log;
        }
    }
}
