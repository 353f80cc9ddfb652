namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>
/// Says how good answers are. Implement it, or <see cref="RewardRule"/> where each answer is judged by itself, in a library of your own and name it as <c>FILE.dll:Namespace.Type</c>. It must be
/// deterministic, or a training cannot be repeated.
/// </summary>
public interface IReward
{
    /// <summary>Its name in reports and messages.</summary>
    string Name { get; }

    /// <summary>A finite number for each answer, higher for better.</summary>
    /// <param name="completions">The answers of one step, those of one prompt beside each other.</param>
    /// <returns>As many numbers as answers, in order.</returns>
    IReadOnlyList<double> Score(IReadOnlyList<Completion> completions);

    /// <summary>Whether an answer is right; null where this reward knows nothing of right and wrong.</summary>
    bool? IsRight(Completion completion) => null;
}
