using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>How a model learns from single completions that are desirable or not.</summary>
public sealed record KtoOptions
{
    /// <summary>β: how strongly the policy is held to the reference; above 0.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>λ of desirable completions. With few of them raise it, so that λ times their number is 1 to 4/3 of the same of the others (Ethayarajh et al. 2024, equation 9).</summary>
    public double DesirableWeight { get; init; } = 1;

    /// <summary>λ of undesirable completions.</summary>
    public double UndesirableWeight { get; init; } = 1;

    /// <summary>
    /// The weights with which the desirable and the undesirable ones of so many count alike: the larger side has the weight 1.
    /// </summary>
    public static KtoOptions Balanced(int desirable, int undesirable) => new()
    {
        DesirableWeight = desirable > 0 ? Math.Max(1, (double)undesirable / desirable) : 1,
        UndesirableWeight = undesirable > 0 ? Math.Max(1, (double)desirable / undesirable) : 1,
    };

    /// <summary>The first thing that is wrong, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        !double.IsFinite(Beta) || Beta <= 0 ? Invariant($"The beta of KTO is {Beta}; it must be above 0.")
        : DesirableWeight is not (>= 0 and < double.PositiveInfinity) ? Invariant($"The weight of desirable completions is {DesirableWeight}; it must be at least 0.")
        : UndesirableWeight is not (>= 0 and < double.PositiveInfinity) ? Invariant($"The weight of undesirable completions is {UndesirableWeight}; it must be at least 0.")
        : null;
}
