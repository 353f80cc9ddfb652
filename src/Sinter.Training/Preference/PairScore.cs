namespace Sinter.Training.Preference;

/// <summary>What a policy and its reference think of the two completions of a pair, in nats, summed over tokens.</summary>
/// <param name="Chosen">The log-probability of the chosen completion by the policy.</param>
/// <param name="Rejected">That of the rejected one.</param>
/// <param name="ChosenReference">That of the chosen one by the reference; 0 where there is none.</param>
/// <param name="RejectedReference">That of the rejected one by the reference; 0 where there is none.</param>
/// <param name="ChosenTokens">Tokens of the chosen completion, its end included.</param>
/// <param name="RejectedTokens">Tokens of the rejected one.</param>
public readonly record struct PairScore(double Chosen, double Rejected, double ChosenReference, double RejectedReference, int ChosenTokens, int RejectedTokens)
{
    /// <summary>The reward that the policy implies of the chosen completion, as <see cref="PreferenceObjective"/> trains it.</summary>
    public double ChosenReward(PreferenceOptions options) => Reward(options, Chosen, ChosenReference, ChosenTokens);

    /// <summary>That of the rejected one.</summary>
    public double RejectedReward(PreferenceOptions options) => Reward(options, Rejected, RejectedReference, RejectedTokens);

    /// <summary>What the chosen completion is better by.</summary>
    public double Margin(PreferenceOptions options) => ChosenReward(options) - RejectedReward(options);

    private static double Reward(PreferenceOptions options, double policy, double reference, int tokens) => options.Beta * options.Method switch
    {
        PreferenceMethod.SimPo or PreferenceMethod.Orpo => policy / tokens,
        PreferenceMethod.Cpo => policy,
        _ => options.PerToken ? (policy - reference) / tokens : policy - reference,
    };
}
