namespace Sinter.Training.Reinforcement;

/// <summary>How a policy is improved by rewards.</summary>
public enum PolicyMethod
{
    /// <summary>Group relative policy optimization (Shao et al. 2024, DeepSeekMath): advantages are rewards of a group less their mean, over their standard deviation; the mean over sequences of the means over tokens.</summary>
    Grpo,

    /// <summary>GRPO done right (Liu et al. 2025): neither the standard deviation nor the length divides, so that neither easy prompts nor long wrong answers are favoured.</summary>
    DrGrpo,

    /// <summary>Decoupled clip and dynamic sampling (Yu et al. 2025): the mean over all tokens, a higher upper clip, groups with equal rewards replaced, no reference.</summary>
    Dapo,

    /// <summary>Proximal policy optimization with a value head and a penalty for each token's distance from the reference (Schulman et al. 2017; Stiennon et al. 2020).</summary>
    Ppo,
}
