namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>A reward that judges each answer by itself.</summary>
public abstract class RewardRule : IReward
{
    /// <inheritdoc/>
    public virtual string Name => GetType().Name;

    /// <summary>How good an answer is; a finite number, higher for better.</summary>
    public abstract double Score(Completion completion);

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(IReadOnlyList<Completion> completions) => [.. completions.Select(Score)];

    /// <inheritdoc/>
    public virtual bool? IsRight(Completion completion) => null;
}
