namespace Sinter.Data.Reports;

/// <summary>The map from values to places on an axis: 0 at its start, 1 at its end.</summary>
internal readonly struct AxisScale
{
    private readonly double _start;
    private readonly double _length;

    private AxisScale(Axis axis, double minimum, double maximum, double step)
    {
        (Axis, Minimum, Maximum, Step) = (axis, minimum, maximum, step);
        _start = Bend(minimum);
        _length = Bend(maximum) - _start;
    }

    public Axis Axis { get; }

    public double Minimum { get; }

    public double Maximum { get; }

    /// <summary>The distance of two ticks of a linear axis.</summary>
    public double Step { get; }

    /// <summary>An axis that holds these values. There is room for so many ticks; with <paramref name="round"/> the ends that follow the data fall on ticks.</summary>
    public static AxisScale Fit(Axis axis, IEnumerable<double> values, int ticks, bool round)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsFinite(value) && (!axis.Logarithmic || value > 0))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        if (axis.FromZero && !axis.Logarithmic)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        (low, high) = (axis.Minimum ?? low, axis.Maximum ?? high);
        if (!(low < high) || !double.IsFinite(high - low))
        {
            (low, high) = Widen(axis, low, high);
        }

        var step = Ticks.Step(low, high, ticks);
        if (round && !axis.Logarithmic)
        {
            low = axis.Minimum ?? Math.Floor((low / step) + 1e-9) * step;
            high = axis.Maximum ?? Math.Ceiling((high / step) - 1e-9) * step;
        }

        return new(axis, low, high, step);
    }

    /// <summary>Where a value lies; outside 0 to 1 where it is off the axis.</summary>
    public double Share(double value) => (Bend(value) - _start) / _length;

    // One value, or none: room on both sides of it.
    private static (double Low, double High) Widen(Axis axis, double low, double high)
    {
        var centre = double.IsFinite(low) ? low : double.IsFinite(high) ? high : axis.Logarithmic ? 1 : 0.5;
        var room = Math.Abs(centre) < 1e-12 ? 1 : Math.Abs(centre) / 2;
        return axis.Logarithmic ? (centre / 2, centre * 2) : (centre - room, centre + room);
    }

    private double Bend(double value) => Axis.Logarithmic ? Math.Log(value) : value;
}
