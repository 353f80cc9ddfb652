namespace Sinter.Data.Reports;

/// <summary>A place in a chart, in the units of its axes. A point that is not finite is not drawn.</summary>
public readonly record struct ChartPoint(double X, double Y)
{
    /// <summary>True where both coordinates are numbers that can be drawn.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
