using System.Text.Json.Nodes;
using Sinter.Data.Statistics;

namespace Sinter.Evaluation.Metrics;

/// <summary>How near predicted numbers are to true ones.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Pearson">Pearson's correlation; not a number where one side is constant.</param>
/// <param name="Spearman">Spearman's rank correlation, equal values sharing the mean of their ranks.</param>
/// <param name="MeanSquaredError">The mean of the squared gaps.</param>
/// <param name="MeanAbsoluteError">The mean of the gaps.</param>
/// <param name="Determination">R²: 1 less the squared gaps over those of always predicting the mean; below 0 where that would be better, not a number where the truth is constant.</param>
public sealed record RegressionReport(long Total, double Pearson, double Spearman, double MeanSquaredError, double MeanAbsoluteError, double Determination)
{
    /// <summary>The root of the mean squared error, in the units of the numbers.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>Compares numbers.</summary>
    /// <exception cref="ArgumentException">The lengths differ, there are none, or one is not finite.</exception>
    public static RegressionReport Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        Lengths.MustMatch(truth.Length, "true numbers", predicted.Length, "predictions");
        if (truth.IsEmpty)
        {
            throw new ArgumentException("There are no numbers to compare.", nameof(truth));
        }

        var (squares, gaps, sum) = (0.0, 0.0, 0.0);
        for (var at = 0; at < truth.Length; at++)
        {
            var gap = predicted[at] - truth[at];
            if (!double.IsFinite(gap))
            {
                throw new ArgumentException($"Item {at} has the truth {truth[at]} and the prediction {predicted[at]}; finite numbers are expected.");
            }

            squares += gap * gap;
            gaps += Math.Abs(gap);
            sum += truth[at];
        }

        var (mean, spread) = (sum / truth.Length, 0.0);
        foreach (var value in truth)
        {
            spread += (value - mean) * (value - mean);
        }

        return new(
            truth.Length, Correlation.Pearson(truth, predicted), Correlation.Spearman(truth, predicted),
            squares / truth.Length, gaps / truth.Length, spread == 0 ? double.NaN : 1 - (squares / spread));
    }

    /// <summary>The figures as metrics of a stage; those that are not numbers stay out.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["items"] = Total, ["meanSquaredError"] = MeanSquaredError, ["meanAbsoluteError"] = MeanAbsoluteError };
        foreach (var (key, value) in new[] { ("pearson", Pearson), ("spearman", Spearman), ("determination", Determination) })
        {
            if (double.IsFinite(value))
            {
                json[key] = value;
            }
        }

        return json;
    }
}
