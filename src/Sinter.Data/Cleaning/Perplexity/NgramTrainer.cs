using System.Globalization;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>
/// Trains an n-gram model with interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998). The same texts in the same order give the same model. Not for
/// several threads.
/// </summary>
/// <remarks>
/// Counts are made in one pass. N-grams of the highest order, and those at the start of a line, count as often as they occur; any other counts how many different
/// tokens stand before it, that is how many n-grams of one token more were new when they ended in it.
/// </remarks>
public sealed class NgramTrainer
{
    private readonly NgramTrainerOptions _options;
    private readonly NgramTokens _tokens;
    private readonly NgramVocabulary _vocabulary = new();
    private readonly NgramCounts[] _counts;
    private readonly List<int> _line = [];
    private long _ngrams;

    /// <summary>Begins with no text.</summary>
    /// <param name="options">How to train.</param>
    public NgramTrainer(NgramTrainerOptions? options = null)
    {
        _options = options ?? new NgramTrainerOptions();
        if (_options.Order is < 1 or > NgramLanguageModel.MaximumOrder)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The order {_options.Order} of an n-gram model is not between 1 and {NgramLanguageModel.MaximumOrder}."), nameof(options));
        }

        _tokens = new NgramTokens(_options.Unit, _options.LowerCase);
        _counts = [.. Enumerable.Range(1, _options.Order).Select(order => new NgramCounts(new NgramStore(order)))];
        foreach (var word in (int[])[NgramVocabulary.Unknown, NgramVocabulary.Begin, NgramVocabulary.End])
        {
            _counts[0].Add([word], times: 0);
        }
    }

    /// <summary>How many tokens were learned from, ends of lines included.</summary>
    public long Tokens { get; private set; }

    /// <summary>Learns from a text, each line of which stands alone.</summary>
    /// <returns>False where there was no more room for it, and it was passed over.</returns>
    public bool Add(string text)
    {
        if (_ngrams >= _options.MaximumNgrams)
        {
            return false;
        }

        var analysis = new TextAnalysis(text);
        foreach (var line in analysis.ContentLines)
        {
            _line.Clear();
            _line.Add(NgramVocabulary.Begin);
            _tokens.Split(line.In(text), token => _line.Add(_vocabulary.Add(token)));
            _line.Add(NgramVocabulary.End);
            AddLine(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line));
            Tokens += _line.Count - 1;
        }

        return true;
    }

    /// <summary>The model of all texts so far.</summary>
    /// <exception cref="InvalidDataException">There was no text to learn from.</exception>
    public NgramLanguageModel Train() => Tokens == 0
        ? throw new InvalidDataException("There is no text to train an n-gram model from; give it texts that hold words.")
        : new NgramLanguageModel(_options.Unit, _options.LowerCase, _vocabulary, KneserNey.Smooth(_counts, _options.PruneSingletons));

    private void AddLine(ReadOnlySpan<int> line)
    {
        for (var i = 1; i < line.Length; i++)
        {
            var n = Math.Min(_options.Order, i + 1);
            while (_counts[n - 1].Add(line.Slice(i - n + 1, n)))
            {
                _ngrams++;
                if (n == 1)
                {
                    break;
                }

                n--;
            }
        }
    }
}
