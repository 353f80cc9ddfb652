using Sinter.Tokenizers;
using Sinter.Training.Preference;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Cli.Tuning;

/// <summary>The judgement of a reward model, which reads prompts and answers as it was trained to.</summary>
internal sealed class ModelReward(RewardScorer scorer, PreferenceEncoder encoder, IReadOnlyDictionary<string, IReadOnlyList<ChatMessage>> messages) : IReward
{
    /// <inheritdoc/>
    public string Name => "reward model";

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(IReadOnlyList<Completion> completions)
    {
        // An empty answer has nothing to read; a space is the least that has.
        return scorer.Score([.. completions.Select(completion => (messages[completion.Prompt], string.IsNullOrWhiteSpace(completion.Text) ? " ." : completion.Text))], encoder);
    }
}
