namespace Sinter.Training.Preference;

/// <summary>What a policy makes of held-out pairs.</summary>
public sealed record PreferenceMeasurement
{
    /// <summary>Each pair, in order.</summary>
    public required IReadOnlyList<PairScore> Pairs { get; init; }

    /// <summary>The share of pairs whose chosen completion has the larger reward. A policy that is its own reference gives no rewards: all pairs are ties, and the share is a half.</summary>
    public required RateEstimate RewardAccuracy { get; init; }

    /// <summary>The mean of what the chosen completion's reward is larger by.</summary>
    public required double MeanMargin { get; init; }

    /// <summary>The mean reward of chosen completions.</summary>
    public required double ChosenReward { get; init; }

    /// <summary>The mean reward of rejected completions.</summary>
    public required double RejectedReward { get; init; }

    /// <summary>The share of pairs whose chosen completion the policy itself finds likelier by token: what it prefers, whatever the reference preferred.</summary>
    public required RateEstimate LikelihoodAccuracy { get; init; }

    /// <summary>The mean log-probability of a chosen completion, in nats.</summary>
    public required double ChosenLogProbability { get; init; }

    /// <summary>The mean log-probability of a rejected completion, in nats.</summary>
    public required double RejectedLogProbability { get; init; }

    /// <summary>
    /// The divergence of the policy from the reference by token of the chosen completions; null where there is no reference. The tokens are those of people, not of the policy, so
    /// it is an estimate of how far the two lie apart there, not of the divergence over the policy's own texts.
    /// </summary>
    public required DivergenceEstimate? KlPerToken { get; init; }

    /// <summary>The same by completion: the sum over its tokens.</summary>
    public required DivergenceEstimate? KlPerSequence { get; init; }
}

/// <summary>A divergence KL(policy, reference), estimated from log-ratios d = log policy - log reference (Schulman 2020, "Approximating KL divergence").</summary>
/// <param name="K1">The mean of d: without bias over texts of the policy, and of either sign.</param>
/// <param name="K3">The mean of e^-d - 1 + d, which is never negative.</param>
public readonly record struct DivergenceEstimate(double K1, double K3);
