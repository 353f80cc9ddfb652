using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Metrics;

/// <summary>A mean over sentences with the interval that holds it with 95 % confidence.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct MeanInterval(double Mean, double Low, double High);

/// <summary>ROUGE of many summaries: the means of their F1, and where the true means lie.</summary>
/// <param name="Total">How many summaries there are.</param>
/// <param name="One">ROUGE-1.</param>
/// <param name="Two">ROUGE-2.</param>
/// <param name="L">ROUGE-L.</param>
/// <param name="LSum">ROUGE-Lsum.</param>
public sealed record RougeReport(long Total, MeanInterval One, MeanInterval Two, MeanInterval L, MeanInterval LSum)
{
    /// <summary>Scores summaries with one reference each.</summary>
    /// <exception cref="ArgumentException">The lengths differ or there are none.</exception>
    public static RougeReport Of(IReadOnlyList<string> candidates, IReadOnlyList<string> references, bool stem = false, int seed = 0) =>
        Of(candidates, References.OfSingle(references), stem, seed);

    /// <summary>Scores summaries.</summary>
    /// <param name="candidates">What was written.</param>
    /// <param name="references">What could have been, at least one for each.</param>
    /// <param name="stem">Whether words are compared by their stems.</param>
    /// <param name="seed">What the bootstrap draws from.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are none, or one has no reference.</exception>
    public static RougeReport Of(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references, bool stem = false, int seed = 0)
    {
        References.Check(candidates, references);
        var rouge = new Rouge(stem);
        var scores = candidates.Select((candidate, item) => rouge.Score(candidate, references[item])).ToList();
        MeanInterval Mean(Func<RougeScores, PrecisionRecall> pick) => Significance.Bootstrap.Mean([.. scores.Select(score => pick(score).F1)], seed);
        return new(scores.Count, Mean(static score => score.One), Mean(static score => score.Two), Mean(static score => score.L), Mean(static score => score.LSum));
    }

    /// <summary>The figures as metrics of a stage.</summary>
    public JsonObject ToJson() => new()
    {
        ["items"] = Total,
        ["rouge1"] = One.Mean,
        ["rouge2"] = Two.Mean,
        ["rougeL"] = L.Mean,
        ["rougeLsum"] = LSum.Mean,
    };
}
