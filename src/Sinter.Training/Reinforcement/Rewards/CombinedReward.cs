using static System.FormattableString;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>A weighted sum of rewards.</summary>
public sealed class CombinedReward : IReward
{
    private readonly IReadOnlyList<(double Weight, IReward Reward)> _parts;

    /// <summary>Combines rewards.</summary>
    /// <param name="parts">At least one, with a finite weight.</param>
    /// <exception cref="ArgumentException">There is none, or a weight is no number.</exception>
    public CombinedReward(IReadOnlyList<(double Weight, IReward Reward)> parts)
        => _parts = parts.Count > 0 && parts.All(static part => double.IsFinite(part.Weight))
            ? parts
            : throw new ArgumentException("A combined reward needs at least one part, each with a weight that is a finite number.", nameof(parts));

    /// <inheritdoc/>
    public string Name => string.Join('+', _parts.Select(static part => Invariant($"{part.Weight}*{part.Reward.Name}")));

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(IReadOnlyList<Completion> completions)
    {
        var sums = new double[completions.Count];
        foreach (var (weight, reward) in _parts)
        {
            foreach (var (i, score) in RewardScores.Of(reward, completions).Index())
            {
                sums[i] += weight * score;
            }
        }

        return sums;
    }

    /// <inheritdoc/>
    public bool? IsRight(Completion completion) => _parts.Select(part => part.Reward.IsRight(completion)).FirstOrDefault(static right => right is not null);
}
