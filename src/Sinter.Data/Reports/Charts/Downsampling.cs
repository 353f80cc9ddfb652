namespace Sinter.Data.Reports;

/// <summary>
/// Fewer points that look the same: largest triangle three buckets (Sveinn Steinarsson, "Downsampling Time Series for
/// Visual Representation", 2013). First and last point and the outstanding peaks stay.
/// </summary>
public static class Downsampling
{
    /// <summary>
    /// At most this many of the points, in order, points that are not finite left out.
    /// </summary>
    /// <param name="points">Points with rising X.</param>
    /// <param name="count">How many to keep, at least 3.</param>
    public static IReadOnlyList<ChartPoint> LargestTriangles(IReadOnlyList<ChartPoint> points, int count = 400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        var finite = points.Where(p => p.IsFinite).ToArray();
        if (finite.Length <= count)
        {
            return finite;
        }

        var kept = new ChartPoint[count];
        kept[0] = finite[0];
        kept[^1] = finite[^1];
        var bucketSize = (finite.Length - 2) / (double)(count - 2);
        for (var bucket = 0; bucket < count - 2; bucket++)
        {
            var start = 1 + (int)(bucket * bucketSize);
            var end = 1 + (int)((bucket + 1) * bucketSize);
            var afterEnd = Math.Min(finite.Length, 1 + (int)((bucket + 2) * bucketSize));
            kept[bucket + 1] = Outstanding(finite.AsSpan(start, end - start), kept[bucket], Mean(finite.AsSpan(end, Math.Max(1, afterEnd - end))));
        }

        return kept;
    }

    private static ChartPoint Outstanding(ReadOnlySpan<ChartPoint> bucket, ChartPoint before, ChartPoint after)
    {
        var (best, bestArea) = (bucket[0], -1.0);
        foreach (var point in bucket)
        {
            var area = Math.Abs(((before.X - after.X) * (point.Y - before.Y)) - ((before.X - point.X) * (after.Y - before.Y)));
            if (area > bestArea)
            {
                (best, bestArea) = (point, area);
            }
        }

        return best;
    }

    private static ChartPoint Mean(ReadOnlySpan<ChartPoint> points)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var point in points)
        {
            x += point.X / points.Length;
            y += point.Y / points.Length;
        }

        return new(x, y);
    }
}
