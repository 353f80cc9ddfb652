using System.Runtime.InteropServices;

namespace Sinter.Evaluation;

/// <summary>
/// An interpolated trigram model with modified Kneser-Ney smoothing (Chen and Goodman, "An Empirical Study of Smoothing
/// Techniques for Language Modeling", TR-10-98, section 4.1.6), the strongest of the classic n-gram models. With c the count
/// of a trigram, or below that the number of different tokens seen before an n-gram:
/// <code>
/// p(w | u v) = max(c(u v w) − D, 0) / c(u v ·) + γ(u v) p(w | v)      D = D1, D2 or D3 for c = 1, 2, 3 and more
/// γ(u v)     = (D1 n1 + D2 n2 + D3 n3) / c(u v ·)                      nk tokens follow u v with c = k (n3: 3 and more)
/// D1 = 1 − 2Y N2/N1,  D2 = 2 − 3Y N3/N2,  D3 = 3 − 4Y N4/N3,  Y = N1 / (N1 + 2 N2)
/// </code>
/// and so on down to the uniform distribution, so that every token has a probability and they sum to one. There is nothing to tune.
/// Documents begin after a boundary that is never predicted; the counts of what follows it are plain counts, as nothing can precede it.
/// </summary>
public sealed class TrigramBaseline : ITokenBaseline
{
    private readonly int _vocabularySize;
    private readonly double[] _unigrams;
    private readonly NGramTable _bigrams;
    private readonly NGramTable _trigrams;

    private TrigramBaseline(int vocabularySize, double[] unigrams, NGramTable bigrams, NGramTable trigrams, long tokens) =>
        (_vocabularySize, _unigrams, _bigrams, _trigrams, TrainedTokens) = (vocabularySize, unigrams, bigrams, trigrams, tokens);

    /// <inheritdoc/>
    public string Name => "trigram";

    /// <summary>How many tokens the model was made from.</summary>
    public long TrainedTokens { get; }

    /// <summary>Counts the documents. Takes about a second for 3 million tokens, and up to 40 bytes a token while it counts.</summary>
    /// <param name="documents">Token ids, each at least 0 and below the vocabulary size; read once, in order.</param>
    /// <param name="vocabularySize">How many tokens there are, at most two million.</param>
    /// <param name="maximumTokens">Documents after this many tokens are left out, which bounds the memory.</param>
    public static TrigramBaseline Train(IEnumerable<int[]> documents, int vocabularySize, int maximumTokens = 16_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vocabularySize, 2_000_000); // three ids fit into one 64-bit key
        var radix = (long)vocabularySize + 1;
        var trigramKeys = new List<long>();
        var bigramKeys = new List<long>();
        var tokens = 0L;
        foreach (var document in documents)
        {
            TokenIds.Check(document, vocabularySize);
            if (document.Length == 0)
            {
                continue;
            }

            if (tokens + document.Length > maximumTokens)
            {
                break;
            }

            tokens += document.Length;
            bigramKeys.Add((radix * vocabularySize) + document[0]);
            var context = (radix * vocabularySize) + document[0];
            for (var i = 1; i < document.Length; i++)
            {
                trigramKeys.Add((radix * context) + document[i]);
                context = (radix * document[i - 1]) + document[i];
            }
        }

        var trigrams = NGramTable.Build(CollectionsMarshal.AsSpan(trigramKeys), radix);
        foreach (var trigram in trigrams.Keys)
        {
            bigramKeys.Add(trigram % (radix * radix));
        }

        var bigrams = NGramTable.Build(CollectionsMarshal.AsSpan(bigramKeys), radix);
        return new(vocabularySize, Unigrams(bigrams, radix, vocabularySize), bigrams, trigrams, tokens);
    }

    /// <summary>The probability of a token after those before it in its document.</summary>
    /// <param name="before">The tokens from the start of the document; only the last two count.</param>
    /// <param name="token">The token.</param>
    public double Probability(ReadOnlySpan<int> before, int token)
    {
        var radix = (long)_vocabularySize + 1;
        var last = before.Length == 0 ? _vocabularySize : before[^1];
        var probability = _bigrams.Probability(last, token, _unigrams[token]);
        return before.Length == 0
            ? probability
            : _trigrams.Probability((radix * (before.Length == 1 ? _vocabularySize : before[^2])) + last, token, probability);
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<int> document, int given = 0)
    {
        TokenIds.Check(document, _vocabularySize);
        var nats = 0.0;
        for (var i = given; i < document.Length; i++)
        {
            nats -= Math.Log(Probability(document[..i], document[i]));
        }

        return nats;
    }

    // The last level: a single context that holds every token, interpolated with the uniform distribution.
    private static double[] Unigrams(NGramTable bigrams, long radix, int vocabularySize)
    {
        var words = new long[bigrams.Keys.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = bigrams.Keys[i] % radix;
        }

        var table = NGramTable.Build(words, radix);
        var probabilities = new double[vocabularySize];
        for (var token = 0; token < vocabularySize; token++)
        {
            probabilities[token] = table.Probability(0, token, 1.0 / vocabularySize);
        }

        return probabilities;
    }
}
