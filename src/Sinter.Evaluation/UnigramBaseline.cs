namespace Sinter.Evaluation;

/// <summary>How often each token occurs, whatever stands before it; one is added to every count (Laplace), so that no token costs infinitely much.</summary>
public sealed class UnigramBaseline : ITokenBaseline
{
    private readonly double[] _cost;

    private UnigramBaseline(double[] cost) => _cost = cost;

    /// <inheritdoc/>
    public string Name => "unigram";

    /// <summary>Counts the documents.</summary>
    /// <param name="documents">Token ids, each at least 0 and below the vocabulary size.</param>
    /// <param name="vocabularySize">How many tokens there are.</param>
    public static UnigramBaseline Train(IEnumerable<int[]> documents, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        var counts = new long[vocabularySize];
        var total = 0L;
        foreach (var document in documents)
        {
            TokenIds.Check(document, vocabularySize);
            foreach (var token in document)
            {
                counts[token]++;
            }

            total += document.Length;
        }

        return new(Array.ConvertAll(counts, count => -Math.Log((count + 1.0) / (total + vocabularySize))));
    }

    /// <summary>The probability of a token.</summary>
    public double Probability(int token) => Math.Exp(-_cost[token]);

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<int> document, int given = 0)
    {
        TokenIds.Check(document, _cost.Length);
        var nats = 0.0;
        foreach (var token in document[given..])
        {
            nats += _cost[token];
        }

        return nats;
    }
}
