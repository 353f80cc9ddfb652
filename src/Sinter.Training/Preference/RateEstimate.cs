namespace Sinter.Training.Preference;

/// <summary>A share of cases and where the true one lies with 95 % confidence (Wilson 1927); ties count half.</summary>
/// <param name="Rate">The share; 0 of no cases.</param>
/// <param name="Count">The cases.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct RateEstimate(double Rate, int Count, double Low, double High)
{
    private const double Z = 1.959963984540054; // the normal quantile at 97.5 %

    /// <summary>The estimate from so many cases, of which so many, ties as halves, were right.</summary>
    public static RateEstimate Of(double right, int count)
    {
        if (count == 0)
        {
            return new RateEstimate(0, 0, 0, 1);
        }

        var rate = right / count;
        var centre = rate + (Z * Z / (2 * count));
        var spread = Z * Math.Sqrt((rate * (1 - rate) / count) + (Z * Z / (4.0 * count * count)));
        var scale = 1 + (Z * Z / count);
        return new RateEstimate(rate, count, Math.Max(0, (centre - spread) / scale), Math.Min(1, (centre + spread) / scale));
    }
}
