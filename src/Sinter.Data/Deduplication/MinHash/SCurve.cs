namespace Sinter.Data.Deduplication;

/// <summary>
/// How likely documents of a similarity are to share a band: 1 - (1 - s^r)^b for b bands of r rows, each row being equal with a probability of s (Broder 1997; Leskovec,
/// Rajaraman, Ullman: Mining of Massive Datasets, section 3.4.2).
/// </summary>
/// <param name="Bands">How many bands (also called buckets) there are; one equal band makes a pair.</param>
/// <param name="Rows">How many hashes one band has, all of which must be equal.</param>
public readonly record struct SCurve(int Bands, int Rows)
{
    // Simpson's rule over so many intervals: the curve is a polynomial, steep only in its middle.
    private const int Intervals = 512;

    /// <summary>How many hashes there are in all.</summary>
    public int Hashes => Bands * Rows;

    /// <summary>Where the curve is about steepest: (1/b)^(1/r).</summary>
    public double Threshold => Math.Pow(1.0 / Bands, 1.0 / Rows);

    /// <summary>The probability that two documents are found to be a pair.</summary>
    /// <param name="similarity">Their Jaccard similarity, from 0 to 1.</param>
    public double Probability(double similarity) => 1 - Math.Pow(1 - Math.Pow(similarity, Rows), Bands);

    /// <summary>The area under the curve below a threshold: pairs that are found though they are less similar.</summary>
    public double FalsePositiveArea(double threshold) => Area(Probability, 0, threshold);

    /// <summary>The area above the curve beyond a threshold: pairs that are missed though they are as similar.</summary>
    public double FalseNegativeArea(double threshold)
    {
        var curve = this;
        return Area(similarity => 1 - curve.Probability(similarity), threshold, 1);
    }

    /// <summary>
    /// The curve of at most so many hashes for which the weighted sum of both areas is least, the one with fewer bands where they are equal: the choice of datasketch (E. Zhu),
    /// text-dedup and dataverse.
    /// </summary>
    /// <param name="threshold">From which similarity on documents are to be pairs, above 0 and below 1.</param>
    /// <param name="hashes">How many hashes there may be, from 1.</param>
    /// <param name="falsePositiveWeight">How much a pair counts that should not be found.</param>
    /// <param name="falseNegativeWeight">How much a pair counts that should have been.</param>
    public static SCurve Choose(double threshold, int hashes, double falsePositiveWeight = 0.5, double falseNegativeWeight = 0.5)
    {
        if (!(threshold is > 0 and < 1))
        {
            throw new ArgumentException($"The threshold of similarity is above 0 and below 1, not {threshold}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(hashes, 1);
        var best = default(SCurve);
        var least = double.PositiveInfinity;
        for (var bands = 1; bands <= hashes; bands++)
        {
            for (var rows = 1; rows <= hashes / bands; rows++)
            {
                var curve = new SCurve(bands, rows);
                var error = (falsePositiveWeight * curve.FalsePositiveArea(threshold)) + (falseNegativeWeight * curve.FalseNegativeArea(threshold));
                if (error < least)
                {
                    (best, least) = (curve, error);
                }
            }
        }

        return best;
    }

    private static double Area(Func<double, double> curve, double from, double to)
    {
        var step = (to - from) / Intervals;
        var sum = curve(from) + curve(to);
        for (var i = 1; i < Intervals; i++)
        {
            sum += curve(from + (i * step)) * (i % 2 == 0 ? 2 : 4);
        }

        return sum * step / 3;
    }
}
