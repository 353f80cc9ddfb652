using Sinter.Tensors.Randomness;
using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Reinforcement;

/// <summary>What a step does with its answers.</summary>
public sealed partial class PolicyTrainer
{
    /// <summary>Log-probabilities (and values) of all answers under the policy as it sampled them, and under the reference.</summary>
    private void Score(List<Rollout> rollouts)
    {
        if (rollouts.Count == 0)
        {
            return;
        }

        var set = Pack(rollouts);
        _before.Run(set, (i, logProbabilities, values) =>
        {
            logProbabilities.Slice(rollouts[i].First, rollouts[i].Length).CopyTo(rollouts[i].Of(PolicyChannel.Old));
            if (!values.IsEmpty)
            {
                values.Slice(rollouts[i].First, rollouts[i].Length).CopyTo(rollouts[i].Of(PolicyChannel.OldValue));
            }
        });
        _reference?.Run(set, (i, logProbabilities, _) => logProbabilities.Slice(rollouts[i].First, rollouts[i].Length).CopyTo(rollouts[i].Of(PolicyChannel.Reference)));
    }

    private (double Loss, double ClipShare, double Norm) Update(List<Rollout> rollouts, double rate)
    {
        var (loss, steps, clipped, seen, largest) = (0.0, 0, 0L, 0L, 0.0);
        for (var epoch = 0; epoch < _options.InnerEpochs && rollouts.Count > 0; epoch++)
        {
            foreach (var part in Parts(rollouts, epoch))
            {
                Rollout.Weigh(part, _options);
                var partLoss = _update.Run(Pack(part), (i, logProbabilities, _) =>
                {
                    var rollout = part[i];
                    var said = logProbabilities.Slice(rollout.First, rollout.Length);
                    Span<float> old = rollout.Of(PolicyChannel.Old), advantages = rollout.Of(PolicyChannel.Advantage);
                    seen += rollout.Length;
                    for (var t = 0; t < said.Length; t++)
                    {
                        var ratio = Math.Exp((double)said[t] - old[t]);
                        clipped += (advantages[t] > 0 && ratio > 1 + _options.ClipHigh) || (advantages[t] < 0 && ratio < 1 - _options.ClipLow) ? 1 : 0;
                    }
                });
                var norm = _state.Step(rate);
                if (!double.IsFinite(norm) || !double.IsFinite(partLoss))
                {
                    throw new NotFiniteNumberException(Invariant($"The training diverged: at step {_step + 1} the loss is {partLoss} and the gradient norm {norm}; lower the learning rate ({rate} at this step) or raise the warm-up."));
                }

                loss += partLoss;
                steps++;
                largest = Math.Max(largest, norm);
            }
        }

        return (loss / Math.Max(1, steps), clipped / (double)Math.Max(1, seen), largest);
    }

    /// <summary>The answers of each optimizer step of a pass: all, or equal parts in an order of the pass's own.</summary>
    private IEnumerable<IReadOnlyList<Rollout>> Parts(List<Rollout> rollouts, int epoch)
    {
        if (_options.Minibatches == 1)
        {
            return [rollouts];
        }

        var order = new RandomStream(_training.Seed, Invariant($"minibatches/{_step}/{epoch}")).Permutation(rollouts.Count);
        return order.Select(i => rollouts[i]).Chunk((rollouts.Count + _options.Minibatches - 1) / _options.Minibatches);
    }

    private ExampleSet Pack(IReadOnlyList<Rollout> rollouts) => new([.. rollouts.Select(static rollout => rollout.Example)], _rowLength, _model.Config.VocabularySize);

    /// <summary>What the step says of the answers that were sampled, and of the log-probabilities of those that are trained.</summary>
    private PolicyMetrics Measure(List<ScoredAnswer> answers, List<Rollout> rollouts)
    {
        var mean = answers.Average(static answer => answer.Reward);
        var (entropy, distance, error, tokens) = (0.0, 0.0, 0.0, 0L);
        foreach (var rollout in rollouts)
        {
            Span<float> old = rollout.Of(PolicyChannel.Old), reference = rollout.Of(PolicyChannel.Reference);
            Span<float> values = rollout.Of(PolicyChannel.OldValue), returns = rollout.Of(PolicyChannel.Return);
            tokens += rollout.Length;
            for (var t = 0; t < old.Length; t++)
            {
                var difference = (double)reference[t] - old[t];
                entropy -= old[t];
                distance += Math.Exp(Math.Min(difference, 20)) - difference - 1;
                error += ((double)values[t] - returns[t]) * ((double)values[t] - returns[t]);
            }
        }

        var count = Math.Max(1, tokens);
        return new PolicyMetrics(_step, mean, rollouts.Count)
        {
            RewardDeviation = Math.Sqrt(answers.Average(answer => (answer.Reward - mean) * (answer.Reward - mean))),
            Accuracy = PolicyMeter.Accuracy(_reward, answers),
            Kl = _reference is null ? null : distance / count,
            Entropy = entropy / count,
            Length = answers.Average(static answer => (double)answer.Tokens.Length),
            EndedShare = answers.Count(static answer => answer.Completion.IsEnded) / (double)answers.Count,
            ValueError = _options.Method == PolicyMethod.Ppo ? error / count : null,
        };
    }

    /// <summary>
    /// Moves the weight of the distance towards what keeps it at the target (Ziegler et al. 2019, section 2.2): the error (distance / target - 1), cut at ±0.2, times answers / horizon.
    /// </summary>
    private void Adapt(List<Rollout> rollouts)
    {
        if (_options.Method != PolicyMethod.Ppo || _options.KlTarget == 0 || rollouts.Count == 0)
        {
            return;
        }

        var distance = 0.0;
        foreach (var rollout in rollouts)
        {
            Span<float> old = rollout.Of(PolicyChannel.Old), reference = rollout.Of(PolicyChannel.Reference);
            for (var t = 0; t < old.Length; t++)
            {
                distance += (double)old[t] - reference[t];
            }
        }

        var error = Math.Clamp((distance / rollouts.Count / _options.KlTarget) - 1, -0.2, 0.2);
        _state.KlCoefficient *= 1 + (error * rollouts.Count / _options.KlHorizon);
    }
}
