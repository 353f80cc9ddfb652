using Sinter.Training.Examples;

namespace Sinter.Training.Preference;

/// <summary>What a reward model makes of held-out pairs.</summary>
/// <param name="Accuracy">The share of pairs whose chosen completion has the larger reward.</param>
/// <param name="MeanMargin">The mean of what it is larger by.</param>
/// <param name="MeanReward">The mean reward of all completions.</param>
public sealed record RewardMeasurement(RateEstimate Accuracy, double MeanMargin, double MeanReward);

/// <summary>Measures reward models.</summary>
public static class RewardMeter
{
    /// <summary>Measures the rewards of pairs.</summary>
    /// <param name="scorer">The reward model.</param>
    /// <param name="pairs">Examples of two passages, chosen and rejected; at least one.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="ArgumentException">There is no pair, an example is none, or a text is too long.</exception>
    public static RewardMeasurement Measure(RewardScorer scorer, IReadOnlyList<Example> pairs, CancellationToken cancellation = default)
    {
        if (pairs.Count == 0 || pairs.Any(static pair => pair.Passages.Count != 2))
        {
            throw new ArgumentException("There are no pairs to measure, or an example has not the two passages of a pair.", nameof(pairs));
        }

        var rewards = scorer.Score([.. pairs.SelectMany(static pair => pair.Passages).Select(static passage => passage.Tokens)], cancellation);
        double[] margins = [.. Enumerable.Range(0, pairs.Count).Select(i => rewards[2 * i] - rewards[(2 * i) + 1])];
        return new RewardMeasurement(PreferenceMeter.Accuracy(margins, tie: 0), margins.Average(), rewards.Average());
    }
}
