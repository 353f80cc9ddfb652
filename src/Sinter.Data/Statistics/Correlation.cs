namespace Sinter.Data.Statistics;

/// <summary>How far two lists of numbers rise and fall together: -1 to 1.</summary>
public static class Correlation
{
    /// <summary>
    /// Pearson's correlation: the covariance over both standard deviations (Pearson 1896). Not a number where there are fewer than two values or all of one side are equal.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} numbers on one side and {second.Length} on the other; as many are expected.", nameof(second));
        }

        if (first.Length < 2)
        {
            return double.NaN;
        }

        var (firstMean, secondMean) = (Mean(first), Mean(second));
        var (both, firstSquares, secondSquares) = (0.0, 0.0, 0.0);
        for (var at = 0; at < first.Length; at++)
        {
            var (a, b) = (first[at] - firstMean, second[at] - secondMean);
            both += a * b;
            firstSquares += a * a;
            secondSquares += b * b;
        }

        // Each root by itself: the product of two sums of squares can leave the range of numbers where neither does.
        return Math.Clamp(both / (Math.Sqrt(firstSquares) * Math.Sqrt(secondSquares)), -1, 1);
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks (Spearman 1904).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Pearson(Ranks(first), Ranks(second));

    /// <summary>The rank of each value, from 1; equal values share the mean of their ranks.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (var at = 0; at < order.Length; at++)
        {
            order[at] = at;
        }

        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (var at = start; at < end; at++)
            {
                ranks[order[at]] = (start + end + 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
