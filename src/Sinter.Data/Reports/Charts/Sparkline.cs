namespace Sinter.Data.Reports;

/// <summary>A line the size of a word: only the course of a figure, without axes.</summary>
public static class Sparkline
{
    /// <summary>The line; empty where there are fewer than two points.</summary>
    /// <param name="points">The points with rising X.</param>
    public static Html Of(IReadOnlyList<ChartPoint> points)
    {
        var drawn = Downsampling.LargestTriangles(points, 60);
        if (drawn.Count < 2)
        {
            return Html.Empty;
        }

        var x = AxisScale.Fit(new Axis(""), drawn.Select(p => p.X), ticks: 1, round: false);
        var y = AxisScale.Fit(new Axis(""), drawn.Select(p => p.Y), ticks: 1, round: false);
        return Html.Of(
            $"""<svg class="spark" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true"><path class="s1" d="M{drawn.Select(p => Html.Of($"{1000 * x.Share(p.X)} {1000 * (1 - y.Share(p.Y))} "))}"/></svg>""");
    }
}
