using Sinter.Data.Statistics;

namespace Sinter.Evaluation.Metrics;

/// <summary>How well scores order positive items before negative ones, whatever the threshold.</summary>
public static class Ranking
{
    /// <summary>
    /// The area below the ROC curve: the chance that a positive item scores above a negative one, half a point for a tie (Hanley and McNeil 1982), from the sum of ranks. Not a number where all items are of one kind.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ or a score is not a number.</exception>
    public static double RocAuc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Check(scores, positive);
        var ranks = Correlation.Ranks(scores);
        var (sum, positives) = (0.0, 0L);
        for (var at = 0; at < ranks.Length; at++)
        {
            if (positive[at])
            {
                sum += ranks[at];
                positives++;
            }
        }

        var pairs = (double)positives * (ranks.Length - positives);
        return pairs == 0 ? double.NaN : (sum - (positives * (positives + 1) / 2.0)) / pairs;
    }

    /// <summary>
    /// Average precision: the sum over the thresholds of the rise in recall times the precision there, without interpolation (Zhu, "Recall, precision and average precision", 2004). Equal scores are one threshold. Not a
    /// number where no item is positive.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ or a score is not a number.</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Check(scores, positive);
        var sorted = scores.ToArray();
        var isPositive = positive.ToArray();
        Array.Sort(sorted, isPositive);
        var positives = isPositive.LongCount(static item => item);
        var (sum, found, before) = (0.0, 0L, 0L);
        for (var at = sorted.Length - 1; at >= 0; at--)
        {
            found += isPositive[at] ? 1 : 0;
            if (at == 0 || sorted[at - 1] != sorted[at])
            {
                sum += (found - before) * ((double)found / (sorted.Length - at));
                before = found;
            }
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    private static void Check(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Lengths.MustMatch(scores.Length, "scores", positive.Length, "labels");
        foreach (var score in scores)
        {
            if (double.IsNaN(score))
            {
                throw new ArgumentException("One of the scores is not a number.", nameof(scores));
            }
        }
    }
}
