using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Metrics;

/// <summary>Items whose greatest probability lies within one stretch.</summary>
/// <param name="Low">The lower end, which does not belong to it but for the first.</param>
/// <param name="High">The upper end, which does.</param>
/// <param name="Count">How many items there are.</param>
/// <param name="Confidence">The mean of their greatest probability; 0 where there are none.</param>
/// <param name="Accuracy">The share of them that were right.</param>
public sealed record ReliabilityBin(double Low, double High, long Count, double Confidence, double Accuracy);

/// <summary>Whether the probabilities of a classifier come true: of what it says with 80 % confidence, 80 % should be right.</summary>
public sealed record CalibrationReport
{
    /// <summary>The usual number of stretches.</summary>
    public const int UsualBins = 15;

    // A probability of nothing at all would cost infinitely much.
    private const double LeastProbability = 1e-15;

    /// <summary>The stretches of equal width from 0 to 1: the table behind a reliability diagram.</summary>
    public required IReadOnlyList<ReliabilityBin> Bins { get; init; }

    /// <summary>
    /// Expected calibration error: the mean gap of confidence and accuracy over the stretches, by their counts (Naeini et al. 2015; Guo et al., "On Calibration of Modern Neural Networks", 2017).
    /// </summary>
    public required double ExpectedError { get; init; }

    /// <summary>The greatest gap of a stretch that holds items.</summary>
    public required double MaximumError { get; init; }

    /// <summary>
    /// Brier's score ("Verification of forecasts expressed in terms of probability", 1950): the mean over the items of the squared distance to the truth, summed over all classes; 0 to 2. For two classes it is twice
    /// the form that looks at one of them.
    /// </summary>
    public required double Brier { get; init; }

    /// <summary>Log loss, the mean of -ln p(truth) in nats; no probability counts for less than 1e-15.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The number of items.</summary>
    public required long Total { get; init; }

    /// <summary>Measures probabilities.</summary>
    /// <param name="probabilities">The probability of each class for each item, [items][classes].</param>
    /// <param name="truth">The class of each item.</param>
    /// <param name="classes">Number of classes; null for that of the first row.</param>
    /// <param name="bins">How many stretches.</param>
    /// <exception cref="ArgumentException">The lengths differ, a class is none, or the numbers are no probabilities.</exception>
    public static CalibrationReport Of(IReadOnlyList<float[]> probabilities, IReadOnlyList<int> truth, int? classes = null, int bins = UsualBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Lengths.MustMatch(truth.Count, "labels", probabilities.Count, "rows of probabilities");
        var width = classes ?? (probabilities.Count == 0 ? 0 : probabilities[0].Length);
        Lengths.MustBeProbabilities(probabilities, width);
        var (counts, confidences, rights, brier, loss) = (new long[bins], new double[bins], new long[bins], 0.0, 0.0);
        for (var item = 0; item < truth.Count; item++)
        {
            var row = probabilities[item];
            var label = truth[item];
            if ((uint)label >= (uint)width)
            {
                throw new ArgumentException($"Item {item} has the class {label}; there are {width} classes, counted from 0.");
            }

            var best = 0;
            for (var at = 0; at < width; at++)
            {
                best = row[at] > row[best] ? at : best;
                var gap = row[at] - (at == label ? 1.0 : 0.0);
                brier += gap * gap;
            }

            loss -= Math.Log(Math.Max(row[label], LeastProbability));
            var bin = Math.Clamp((int)Math.Ceiling(row[best] * (double)bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidences[bin] += row[best];
            rights[bin] += best == label ? 1 : 0;
        }

        return Make(counts, confidences, rights, brier, loss);
    }

    /// <summary>The figures as metrics of a stage, under the key <c>calibration</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["expectedError"] = ExpectedError,
        ["maximumError"] = MaximumError,
        ["brier"] = Brier,
        ["logLoss"] = LogLoss,
        ["bins"] = new JsonArray([.. Bins.Select(static bin => (JsonNode)new JsonObject
        {
            ["low"] = bin.Low,
            ["high"] = bin.High,
            ["count"] = bin.Count,
            ["confidence"] = bin.Confidence,
            ["accuracy"] = bin.Accuracy,
        })]),
    };

    private static CalibrationReport Make(long[] counts, double[] confidences, long[] rights, double brier, double loss)
    {
        var total = counts.Sum();
        var bins = counts.Select((count, at) => new ReliabilityBin(
            (double)at / counts.Length, (at + 1.0) / counts.Length, count, count == 0 ? 0 : confidences[at] / count, count == 0 ? 0 : (double)rights[at] / count)).ToList();
        return new()
        {
            Bins = bins,
            Total = total,
            ExpectedError = total == 0 ? 0 : bins.Sum(static bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / total,
            MaximumError = bins.Where(static bin => bin.Count > 0).Select(static bin => Math.Abs(bin.Accuracy - bin.Confidence)).DefaultIfEmpty().Max(),
            Brier = total == 0 ? 0 : brier / total,
            LogLoss = total == 0 ? 0 : loss / total,
        };
    }
}
