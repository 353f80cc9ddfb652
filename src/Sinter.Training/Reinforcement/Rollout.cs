using Sinter.Training.Examples;

namespace Sinter.Training.Reinforcement;

/// <summary>An answer on its way through a step: what was said, and as an example the numbers of its tokens, which are filled in one after another.</summary>
internal sealed class Rollout
{
    /// <summary>Prompt and answer without the last token, which predicts nothing that is trained.</summary>
    public Rollout(ScoredAnswer answer)
    {
        Answer = answer;
        int[] tokens = [.. answer.Prompt.Tokens, .. answer.Tokens];
        First = answer.Prompt.Tokens.Length - 1;
        var targets = tokens[1..];
        targets.AsSpan(0, First).Fill(-1);
        Channels = [.. Enumerable.Range(0, PolicyChannel.Count).Select(_ => new float[targets.Length])];
        Example = new Example(new Passage(tokens[..^1], targets) { Numbers = Channels });
    }

    /// <summary>The answer.</summary>
    public ScoredAnswer Answer { get; }

    /// <summary>The position whose target is the first token of the answer.</summary>
    public int First { get; }

    /// <summary>Tokens of the answer.</summary>
    public int Length => Answer.Tokens.Length;

    /// <summary>Prompt and answer.</summary>
    public Example Example { get; }

    /// <summary>The numbers of all positions by channel; changed in place.</summary>
    public float[][] Channels { get; }

    /// <summary>The numbers of the answer's tokens.</summary>
    public Span<float> Of(int channel) => Channels[channel].AsSpan(First, Length);

    /// <summary>The weight of each token of answers that are trained in one optimizer step.</summary>
    public static void Weigh(IReadOnlyList<Rollout> rollouts, PolicyOptions options)
    {
        var tokens = rollouts.Sum(static rollout => (long)rollout.Length);
        foreach (var rollout in rollouts)
        {
            rollout.Of(PolicyChannel.Weight).Fill((float)(options.Method switch
            {
                PolicyMethod.Grpo => 1.0 / rollouts.Count / rollout.Length,
                PolicyMethod.DrGrpo => 1.0 / rollouts.Count / options.MaxTokens,
                _ => 1.0 / tokens,
            }));
        }
    }

    /// <summary>The advantages of all tokens of a step, and with PPO the returns.</summary>
    /// <param name="groups">The answers by prompt, with log-probabilities and values.</param>
    /// <param name="options">How.</param>
    /// <param name="klCoefficient">With PPO the weight of the distance from the reference.</param>
    public static void Judge(IReadOnlyList<IReadOnlyList<Rollout>> groups, PolicyOptions options, double klCoefficient)
    {
        if (options.Method == PolicyMethod.Ppo)
        {
            JudgeTokens([.. groups.SelectMany(static group => group)], options, klCoefficient);
            return;
        }

        foreach (var group in groups)
        {
            var advantages = PolicyAdvantages.OfGroup([.. group.Select(static rollout => rollout.Answer.Reward)], options.Method != PolicyMethod.DrGrpo);
            foreach (var (i, rollout) in group.Index())
            {
                rollout.Of(PolicyChannel.Advantage).Fill((float)advantages[i]);
            }
        }
    }

    private static void JudgeTokens(IReadOnlyList<Rollout> rollouts, PolicyOptions options, double klCoefficient)
    {
        var all = new List<double[]>();
        foreach (var rollout in rollouts)
        {
            Span<float> old = rollout.Of(PolicyChannel.Old), reference = rollout.Of(PolicyChannel.Reference), values = rollout.Of(PolicyChannel.OldValue), returns = rollout.Of(PolicyChannel.Return);
            var rewards = new double[rollout.Length];
            for (var t = 0; t < rewards.Length; t++)
            {
                rewards[t] = (klCoefficient > 0 ? -klCoefficient * (old[t] - reference[t]) : 0) + (t == rewards.Length - 1 ? rollout.Answer.Reward : 0);
            }

            var advantages = PolicyAdvantages.Generalized(rewards, values, options.Gamma, options.Lambda);
            for (var t = 0; t < rewards.Length; t++)
            {
                returns[t] = (float)(advantages[t] + values[t]);
            }

            all.Add(advantages);
        }

        PolicyAdvantages.Whiten(all);
        foreach (var (i, rollout) in rollouts.Index())
        {
            var advantages = rollout.Of(PolicyChannel.Advantage);
            for (var t = 0; t < advantages.Length; t++)
            {
                advantages[t] = (float)all[i][t];
            }
        }
    }
}
