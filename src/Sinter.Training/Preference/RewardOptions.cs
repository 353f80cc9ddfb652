using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>How a reward model is trained.</summary>
public sealed record RewardOptions
{
    /// <summary>By how much the reward of the chosen completion must be larger, for each unit of the pair's own margin (Touvron et al. 2023, Llama 2, equation 2); 0 leaves margins out.</summary>
    public double MarginWeight { get; init; }

    /// <summary>The weight of (r(chosen) + r(rejected))², which keeps rewards about 0 (Eisenstein et al. 2023, section 2); 0 for none, 0.01 where it is wanted.</summary>
    public double Centering { get; init; }

    /// <summary>The first thing that is wrong, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        MarginWeight is not (>= 0 and < double.PositiveInfinity) ? Invariant($"The weight of margins is {MarginWeight}; it must be at least 0.")
        : Centering is not (>= 0 and < double.PositiveInfinity) ? Invariant($"The weight of centering is {Centering}; it must be at least 0.")
        : null;
}
