namespace Sinter.Data.Reports;

/// <summary>How much a line stands out.</summary>
public enum LineStyle
{
    /// <summary>A line.</summary>
    Plain,

    /// <summary>A line with a dot at each point, for few points.</summary>
    Dots,

    /// <summary>A pale line without a label, for the noise behind a trend; it does not widen the axis.</summary>
    Faint,
}

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Points">Its points with rising X.</param>
/// <param name="Style">How much it stands out.</param>
public sealed record LineSeries(string Name, IReadOnlyList<ChartPoint> Points, LineStyle Style = LineStyle.Plain)
{
    /// <summary>Which colour of the palette; null for its place among the series.</summary>
    public int? Colour { get; init; }

    /// <summary>How far the values spread about the line, with rising X; empty for no band.</summary>
    public IReadOnlyList<ChartBand> Band { get; init; } = [];
}

/// <summary>How far values spread at one place of a line.</summary>
/// <param name="X">The place.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ChartBand(double X, double Low, double High);

/// <summary>A dashed level line: what the series are compared with.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Value">Its height.</param>
public sealed record ReferenceLine(string Name, double Value);
