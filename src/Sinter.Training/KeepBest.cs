using Sinter.Models;
using static System.FormattableString;

namespace Sinter.Training;

/// <summary>What a model is judged by on validation data.</summary>
public enum BestMeasure
{
    /// <summary>The loss: lower is better.</summary>
    Loss,

    /// <summary>The share of targets that the model guesses, of objectives that have guesses: higher is better.</summary>
    Accuracy,
}

/// <summary>
/// Keeps the weights that were best on validation data, and ends a training with them; with <see cref="Patience"/> it stops a training that gets no better. Of equal measurements the earliest counts.
/// </summary>
public sealed record KeepBest
{
    /// <summary>What the model is judged by, where no metric is given.</summary>
    public BestMeasure Measure { get; init; }

    /// <summary>A figure of the model that is computed at each measurement in place of the loss, such as F1; it must depend on the weights only, and leave them alone. Null for <see cref="Measure"/>.</summary>
    public Func<Model, double>? Metric { get; init; }

    /// <summary>What <see cref="Metric"/> is called, for messages.</summary>
    public string MetricName { get; init; } = "metric";

    /// <summary>Whether a higher <see cref="Metric"/> is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Measurements without a gain after which a training stops; 0 to go on to the last step.</summary>
    public int Patience { get; init; }

    /// <summary>By how much a measurement must be better than the best one to count as a gain; finite and not below 0.</summary>
    public double MinimumGain { get; init; }

    /// <summary>The name of what the model is judged by.</summary>
    public string Name => Metric is not null ? MetricName : Measure == BestMeasure.Loss ? "loss" : "accuracy";

    /// <summary>The first thing that is wrong, as one sentence; null where nothing is.</summary>
    internal string? FindFault() =>
        Patience < 0 ? Invariant($"The patience of early stopping is {Patience}; it must not be negative.")
        : !(double.IsFinite(MinimumGain) && MinimumGain >= 0) ? Invariant($"The least gain of early stopping is {MinimumGain}; it must be a finite number, not below 0.")
        : null;

    /// <summary>What a measurement comes to.</summary>
    /// <exception cref="InvalidDataException">The objective has no guesses to judge by.</exception>
    internal double ValueOf(Model model, MeasuredLoss measured) => Metric is not null ? Metric(model)
        : Measure == BestMeasure.Loss ? measured.PerToken
        : measured.Accuracy ?? throw new InvalidDataException("The objective of the training has no accuracy to choose the best checkpoint by; choose the loss or a metric.");

    /// <summary>What is known after one more measurement. What is no finite number is never a gain.</summary>
    internal BestSoFar After(BestSoFar? before, int step, double value)
    {
        var gain = double.IsFinite(value) && (before is not { Step: > 0 } || Sign * (value - before.Value) > MinimumGain);
        if (gain)
        {
            return new BestSoFar(step, value, 0, false);
        }

        var since = (before?.Since ?? 0) + 1;
        return (before ?? new BestSoFar(0, 0, 0, false)) with { Since = since, IsStopped = Patience > 0 && since >= Patience };
    }

    private int Sign => Metric is null ? Measure == BestMeasure.Accuracy ? 1 : -1 : HigherIsBetter ? 1 : -1;
}

/// <summary>The best measurement of a training so far.</summary>
/// <param name="Step">The step after which it was taken; 0 where there is none.</param>
/// <param name="Value">What it came to.</param>
/// <param name="Since">Measurements since then.</param>
/// <param name="IsStopped">Whether the training was stopped because of that.</param>
public sealed record BestSoFar(int Step, double Value, int Since, bool IsStopped)
{
    /// <summary>SHA-256 of the weights that were kept, in hexadecimal.</summary>
    public string Hash { get; init; } = "";
}
