using Sinter.Data.FastText;
using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Significance;

/// <summary>
/// What a figure might have been on other items of the same kind, by drawing items again with replacement (Efron 1979). The same seed draws the same items.
/// </summary>
public static class Bootstrap
{
    /// <summary>How often items are drawn where nothing else is said.</summary>
    public const int UsualSamples = 1000;

    /// <summary>The mean of values and the interval between the percentiles of the drawn means.</summary>
    /// <param name="values">One value for each item, at least one.</param>
    /// <param name="seed">What is drawn from.</param>
    /// <param name="samples">How often.</param>
    /// <param name="confidence">How sure the interval is.</param>
    /// <exception cref="ArgumentException">There are no values or one is not finite.</exception>
    public static MeanInterval Mean(ReadOnlySpan<double> values, int seed = 0, int samples = UsualSamples, double confidence = 0.95)
    {
        Check(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var means = new double[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            var random = SplitMix.For(seed, sample);
            var sum = 0.0;
            for (var item = 0; item < values.Length; item++)
            {
                sum += values[random.NextBelow(values.Length)];
            }

            means[sample] = sum / values.Length;
        }

        Array.Sort(means);
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value;
        }

        return new(mean / values.Length, Percentile(means, (1 - confidence) / 2), Percentile(means, (1 + confidence) / 2));
    }

    /// <summary>The value below which a share of sorted values lies, in proportion between two of them.</summary>
    internal static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    internal static void Check(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There are no items; at least one is expected.", nameof(values));
        }

        for (var item = 0; item < values.Length; item++)
        {
            if (!double.IsFinite(values[item]))
            {
                throw new ArgumentException($"The value of item {item} is not a finite number.", nameof(values));
            }
        }
    }
}
