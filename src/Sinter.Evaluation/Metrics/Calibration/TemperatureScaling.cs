namespace Sinter.Evaluation.Metrics;

/// <summary>
/// One number that all logits are divided by so that the probabilities come true more nearly; the order of the classes stays (Guo et al., "On Calibration of Modern Neural Networks", 2017). Above 1 it
/// makes a model less sure of itself.
/// </summary>
/// <param name="Temperature">The divisor, within <see cref="Least"/> and <see cref="Greatest"/>.</param>
/// <param name="LossBefore">The mean cross-entropy of the items it was fitted on, in nats, as they were.</param>
/// <param name="LossAfter">The same with the temperature.</param>
public sealed record TemperatureScaling(double Temperature, double LossBefore, double LossAfter)
{
    /// <summary>The least temperature: where every item is right, ever smaller ones would be better without end.</summary>
    public const double Least = 0.05;

    /// <summary>The greatest: logits that say nothing at all would be best divided by infinity.</summary>
    public const double Greatest = 20;

    private const int MostSteps = 100;

    /// <summary>True where the best temperature lies beyond a limit: there are too few items, or the logits say nothing.</summary>
    public bool AtLimit => Temperature is <= Least or >= Greatest;

    /// <summary>
    /// Finds the temperature of the least cross-entropy. The loss is convex in 1/T, so its derivative has one zero; Newton's steps find it, and where one would leave what is known to hold it, halving does.
    /// </summary>
    /// <param name="logits">The logits of each class for each item, [items][classes], of items that were not trained on.</param>
    /// <param name="labels">The class of each item.</param>
    /// <exception cref="ArgumentException">There are no items, the lengths differ, a class is none, or a logit is not finite.</exception>
    public static TemperatureScaling Fit(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
    {
        Lengths.MustMatch(logits.Count, "rows of logits", labels.Count, "labels");
        if (logits.Count == 0)
        {
            throw new ArgumentException("There are no items; a temperature needs held-out items with their classes.", nameof(logits));
        }

        Lengths.MustBeRows(logits, logits[0].Length, "logits");
        for (var item = 0; item < labels.Count; item++)
        {
            if ((uint)labels[item] >= (uint)logits[0].Length)
            {
                throw new ArgumentException($"Item {item} has the class {labels[item]}; there are {logits[0].Length} classes, counted from 0.");
            }
        }

        var inverse = Minimize(logits, labels);
        return new(1 / inverse, Measure(logits, labels, 1).Loss, Measure(logits, labels, inverse).Loss);
    }

    /// <summary>Turns logits into probabilities with this temperature.</summary>
    /// <param name="logits">One for each class.</param>
    /// <param name="probabilities">As long; may be the same memory.</param>
    public void Apply(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        Lengths.MustMatch(logits.Length, "logits", probabilities.Length, "probabilities");
        var most = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp((logit - most) / Temperature);
        }

        for (var at = 0; at < logits.Length; at++)
        {
            probabilities[at] = (float)(Math.Exp((logits[at] - most) / Temperature) / sum);
        }
    }

    private static double Minimize(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
    {
        var (low, high) = (1 / Greatest, 1 / Least);
        if (Measure(logits, labels, low).Slope >= 0)
        {
            return low;
        }

        if (Measure(logits, labels, high).Slope <= 0)
        {
            return high;
        }

        var at = 1.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (_, slope, curvature) = Measure(logits, labels, at);
            (low, high) = slope < 0 ? (at, high) : (low, at);
            var next = curvature > 0 ? at - (slope / curvature) : double.NaN;
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - at) <= 1e-12 * at)
            {
                return next;
            }

            at = next;
        }

        return at;
    }

    /// <summary>The mean cross-entropy at an inverse temperature, and its first and second derivative: E[z] - z(truth) and Var[z], under the scaled probabilities.</summary>
    private static (double Loss, double Slope, double Curvature) Measure(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels, double inverse)
    {
        var (loss, slope, curvature) = (0.0, 0.0, 0.0);
        for (var item = 0; item < labels.Count; item++)
        {
            var row = logits[item];
            double most = row[0];
            foreach (var logit in row)
            {
                most = Math.Max(most, logit);
            }

            // Logits below the greatest one, so that nothing overflows.
            var (sum, first, second) = (0.0, 0.0, 0.0);
            foreach (var logit in row)
            {
                var below = logit - most;
                var weight = Math.Exp(inverse * below);
                sum += weight;
                first += weight * below;
                second += weight * below * below;
            }

            var (mean, own) = (first / sum, row[labels[item]] - most);
            loss += Math.Log(sum) - (inverse * own);
            slope += mean - own;
            curvature += (second / sum) - (mean * mean);
        }

        return (loss / labels.Count, slope / labels.Count, curvature / labels.Count);
    }
}
