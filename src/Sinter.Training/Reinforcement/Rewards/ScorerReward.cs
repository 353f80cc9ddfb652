namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>The reward of a model or of any other function of whole texts, prompt and answer in one.</summary>
/// <param name="name">Its name in reports and messages.</param>
/// <param name="score">A number for each text.</param>
public sealed class ScorerReward(string name, Func<IReadOnlyList<string>, float[]> score) : IReward
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(IReadOnlyList<Completion> completions)
        => Array.ConvertAll(score([.. completions.Select(static completion => completion.Prompt + completion.Text)]), static value => (double)value);
}
