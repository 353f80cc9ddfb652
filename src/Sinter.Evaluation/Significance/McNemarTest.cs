using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Significance;

/// <summary>
/// Whether two systems that answered the same items differ in how many they got right (McNemar 1947): only items that one of them got right and the other wrong tell, and by chance they fall like coins.
/// </summary>
/// <param name="OnlyFirst">Items that only the first got right.</param>
/// <param name="OnlySecond">Items that only the second did.</param>
public sealed record McNemarTest(long OnlyFirst, long OnlySecond)
{
    /// <summary>The exact two-sided probability of so uneven a split by chance, from the binomial distribution; 1 where no item tells.</summary>
    public double PValue { get; } = Probability(OnlyFirst, OnlySecond);

    /// <summary>The statistic with Edwards' correction for continuity, (|b - c| - 1)² / (b + c), which has one degree of freedom; 0 where no item tells.</summary>
    public double ChiSquared { get; } = OnlyFirst + OnlySecond == 0 ? 0 : Math.Pow(Math.Max(0, Math.Abs(OnlyFirst - OnlySecond) - 1), 2) / (OnlyFirst + OnlySecond);

    /// <summary>Compares answers.</summary>
    /// <param name="first">Whether the first system got each item right.</param>
    /// <param name="second">Whether the second did.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static McNemarTest Of(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        Lengths.MustMatch(first.Length, "answers of the first system", second.Length, "of the second");
        var (onlyFirst, onlySecond) = (0L, 0L);
        for (var item = 0; item < first.Length; item++)
        {
            onlyFirst += first[item] && !second[item] ? 1 : 0;
            onlySecond += second[item] && !first[item] ? 1 : 0;
        }

        return new(onlyFirst, onlySecond);
    }

    // Twice the sum of C(n, i) / 2^n for i from 0 to the lesser count, each term from the one before, by their logarithms.
    private static double Probability(long onlyFirst, long onlySecond)
    {
        var (trials, least) = (onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond));
        var (term, sum) = (-trials * Math.Log(2), 0.0);
        for (var at = 0L; at <= least; at++)
        {
            sum += Math.Exp(term);
            term += Math.Log(trials - at) - Math.Log(at + 1);
        }

        return Math.Min(1, 2 * sum);
    }
}
