namespace Sinter.Data.Reports;

/// <summary>The trend below noise.</summary>
public static class Smoothing
{
    /// <summary>
    /// Exponential moving average to both sides: each point becomes a mean of all, with weights that halve with distance.
    /// Looking ahead as well as back, it does not lag behind a falling curve, and at the start, where learning curves are
    /// steepest, it looks less far and leaves the first point where it is. Points that are not finite are left out.
    /// </summary>
    /// <param name="points">The points in order.</param>
    /// <param name="halfLife">A point at this distance, counted in points, weighs half.</param>
    public static IReadOnlyList<ChartPoint> Exponential(IReadOnlyList<ChartPoint> points, double halfLife)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLife);
        var smooth = points.Where(p => p.IsFinite).ToArray();
        var before = new (double Sum, double Weight)[smooth.Length];
        for (var i = 1; i < smooth.Length; i++)
        {
            var keep = Keep(i, halfLife);
            before[i] = (keep * (before[i - 1].Sum + smooth[i - 1].Y), keep * (before[i - 1].Weight + 1));
        }

        var (sum, weight) = (0.0, 0.0);
        for (var i = smooth.Length - 1; i >= 0; i--)
        {
            var keep = Keep(i, halfLife);
            var own = smooth[i].Y;
            (sum, weight) = (keep * sum, keep * weight);
            smooth[i] = smooth[i] with { Y = (before[i].Sum + own + sum) / (before[i].Weight + 1 + weight) };
            (sum, weight) = (sum + own, weight + 1);
        }

        return smooth;
    }

    // The weight of a neighbour: none for the first point.
    private static double Keep(int index, double halfLife) => Math.Pow(0.5, 1 / Math.Min(halfLife, index / 4.0));
}
