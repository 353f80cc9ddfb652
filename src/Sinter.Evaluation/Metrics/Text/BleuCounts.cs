namespace Sinter.Evaluation.Metrics;

/// <summary>The counts that BLEU is made of. Those of a corpus are the sums of those of its sentences.</summary>
public sealed class BleuCounts
{
    /// <summary>The longest n-grams.</summary>
    public const int Orders = 4;

    /// <summary>Matching n-grams, for n from 1.</summary>
    public long[] Matches { get; } = new long[Orders];

    /// <summary>N-grams of the candidate.</summary>
    public long[] Totals { get; } = new long[Orders];

    /// <summary>Tokens of the candidate.</summary>
    public long CandidateLength { get; set; }

    /// <summary>Tokens of the reference nearest in length, the shorter of two that are as near.</summary>
    public long ReferenceLength { get; set; }

    /// <summary>Adds the counts of another sentence.</summary>
    public void Add(BleuCounts other)
    {
        for (var at = 0; at < Orders; at++)
        {
            Matches[at] += other.Matches[at];
            Totals[at] += other.Totals[at];
        }

        CandidateLength += other.CandidateLength;
        ReferenceLength += other.ReferenceLength;
    }

    /// <summary>
    /// The score: the geometric mean of the precisions times the brevity penalty (Papineni et al. 2002). A precision of 0 is smoothed as mteval does: the k-th such order counts 1 / 2^k of a match (Chen and Cherry 2014,
    /// method 3). Where nothing matches at all, the score is 0.
    /// </summary>
    /// <param name="effectiveOrder">Leaves out orders that the candidate is too short for, as single sentences need it.</param>
    public BleuScore Score(bool effectiveOrder)
    {
        var penalty = CandidateLength >= ReferenceLength ? 1 : CandidateLength == 0 ? 0 : Math.Exp(1 - ((double)ReferenceLength / CandidateLength));
        var precisions = new double[Orders];
        if (Matches.All(static count => count == 0))
        {
            return new(0, precisions, penalty, CandidateLength, ReferenceLength);
        }

        var (smoothing, orders) = (1.0, Orders);
        for (var at = 0; at < Orders && Totals[at] > 0; at++)
        {
            orders = effectiveOrder ? at + 1 : orders;
            smoothing *= Matches[at] == 0 ? 2 : 1;
            precisions[at] = Matches[at] == 0 ? 100.0 / (smoothing * Totals[at]) : 100.0 * Matches[at] / Totals[at];
        }

        var sum = 0.0;
        for (var at = 0; at < orders; at++)
        {
            sum += precisions[at] == 0 ? double.NegativeInfinity : Math.Log(precisions[at]);
        }

        return new(penalty * Math.Exp(sum / orders), precisions, penalty, CandidateLength, ReferenceLength);
    }
}
