namespace Sinter.Data.FastText;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks.</summary>
internal static class RankCorrelation
{
    /// <summary>The correlation, -1 to 1; not a number where there are fewer than two values or all of one side are equal.</summary>
    public static double Spearman(double[] first, double[] second) => Pearson(Ranks(first), Ranks(second));

    private static double Pearson(double[] first, double[] second)
    {
        if (first.Length < 2)
        {
            return double.NaN;
        }

        var (firstMean, secondMean) = (first.Average(), second.Average());
        var (both, firstSquares, secondSquares) = (0.0, 0.0, 0.0);
        for (var at = 0; at < first.Length; at++)
        {
            var (a, b) = (first[at] - firstMean, second[at] - secondMean);
            both += a * b;
            firstSquares += a * a;
            secondSquares += b * b;
        }

        return both / Math.Sqrt(firstSquares * secondSquares);
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(at => values[at]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (var at = start; at < end; at++)
            {
                ranks[order[at]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
