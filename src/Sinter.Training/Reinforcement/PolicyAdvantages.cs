namespace Sinter.Training.Reinforcement;

/// <summary>How much better than expected answers, or their tokens, are.</summary>
public static class PolicyAdvantages
{
    /// <summary>Added to the standard deviation of a group.</summary>
    public const double GroupEpsilon = 1e-4;

    /// <summary>
    /// The advantage of each answer of a group: (reward - mean) / (standard deviation + 1e-4) (Shao et al. 2024), or without the division (Liu et al. 2025). The deviation is that of a sample, over
    /// size - 1, as in the methods' own code.
    /// </summary>
    /// <param name="rewards">The rewards of the answers to one prompt.</param>
    /// <param name="standardized">Whether the deviation divides.</param>
    public static double[] OfGroup(IReadOnlyList<double> rewards, bool standardized)
    {
        var mean = rewards.Average();
        var deviation = rewards.Count > 1 ? Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / (rewards.Count - 1)) : 0;
        return [.. rewards.Select(reward => (reward - mean) / (standardized ? deviation + GroupEpsilon : 1))];
    }

    /// <summary>
    /// Generalized advantage estimation (Schulman et al. 2015, equation 16) over one answer that ends with its last token: delta = r + gamma V' - V, A = delta + gamma lambda A'.
    /// </summary>
    /// <param name="rewards">The reward of each token.</param>
    /// <param name="values">What the value head expected before each token.</param>
    /// <param name="gamma">How much of a reward reaches the token before.</param>
    /// <param name="lambda">How far it looks ahead.</param>
    /// <returns>Of each token the advantage; with the value it makes the return that the value head learns.</returns>
    public static double[] Generalized(ReadOnlySpan<double> rewards, ReadOnlySpan<float> values, double gamma, double lambda)
    {
        var advantages = new double[rewards.Length];
        var (next, nextValue) = (0.0, 0.0);
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            next = rewards[t] + (gamma * nextValue) - values[t] + (gamma * lambda * next);
            nextValue = values[t];
            advantages[t] = next;
        }

        return advantages;
    }

    /// <summary>Shifts and scales all advantages of a step to mean 0 and variance 1 (Huang et al. 2022, detail 7); of one alone, or of equal ones, zeros come.</summary>
    public static void Whiten(IReadOnlyList<double[]> advantages)
    {
        var count = advantages.Sum(static answer => (long)answer.Length);
        var mean = advantages.Sum(static answer => answer.Sum()) / Math.Max(1, count);
        var variance = advantages.Sum(answer => answer.Sum(value => (value - mean) * (value - mean))) / Math.Max(1, count);
        var scale = 1 / Math.Sqrt(variance + 1e-8);
        foreach (var answer in advantages)
        {
            for (var t = 0; t < answer.Length; t++)
            {
                answer[t] = (answer[t] - mean) * scale;
            }
        }
    }
}
