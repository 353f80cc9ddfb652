namespace Sinter.Data.Reports;

/// <summary>The trend below noise.</summary>
public static class Smoothing
{
    /// <summary>
    /// Exponential moving average with its start corrected (each value divided by the weight seen so far), so that the
    /// first points are not pulled towards zero. Points that are not finite are left out.
    /// </summary>
    /// <param name="points">The points in order.</param>
    /// <param name="halfLife">After this many points a value counts half.</param>
    public static IReadOnlyList<ChartPoint> Exponential(IReadOnlyList<ChartPoint> points, double halfLife)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLife);
        var keep = Math.Pow(0.5, 1 / halfLife);
        var (sum, weight) = (0.0, 0.0);
        var smooth = new List<ChartPoint>(points.Count);
        foreach (var point in points)
        {
            if (point.IsFinite)
            {
                sum = (keep * sum) + point.Y;
                weight = (keep * weight) + 1;
                smooth.Add(point with { Y = sum / weight });
            }
        }

        return smooth;
    }
}
