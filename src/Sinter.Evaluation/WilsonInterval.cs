namespace Sinter.Evaluation;

/// <summary>
/// Where the true rate lies with 95 % confidence, given how often something happened (Wilson, "Probable Inference, the Law
/// of Succession, and Statistical Inference", 1927). Unlike the usual ± it stays within 0 and 1 and holds for few trials.
/// </summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.959963984540054; // the normal quantile at 97.5 %

    /// <summary>The interval for this many successes; the whole of 0 to 1 where nothing was tried.</summary>
    public static WilsonInterval Of(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new(0, 1);
        }

        var rate = (double)successes / trials;
        var centre = rate + (Z * Z / (2 * trials));
        var spread = Z * Math.Sqrt((rate * (1 - rate) / trials) + (Z * Z / (4.0 * trials * trials)));
        var scale = 1 + (Z * Z / trials);
        return new(
            successes == 0 ? 0 : (centre - spread) / scale,
            successes == trials ? 1 : (centre + spread) / scale);
    }
}
