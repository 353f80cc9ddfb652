namespace Sinter.Data.Reports;

/// <summary>What one direction of a chart measures and how far it reaches; the reach follows the data unless it is given.</summary>
/// <param name="Label">The quantity with its unit: "bits per byte".</param>
public sealed record Axis(string Label)
{
    /// <summary>Equal ratios take equal space. Values of 0 or less are not drawn on such an axis.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Starts at zero, as lengths that are compared should.</summary>
    public bool FromZero { get; init; }

    /// <summary>Where the axis starts; null for the least value.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where the axis ends; null for the greatest value.</summary>
    public double? Maximum { get; init; }

    /// <summary>How a tick is written; null for the shortest form that tells the ticks apart.</summary>
    public Func<double, string>? Format { get; init; }
}
