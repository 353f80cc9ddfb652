using Sinter.Models;
using Sinter.Training.Examples;

namespace Sinter.Training.Preference;

/// <summary>Measures what a policy makes of held-out pairs: rewards, log-probabilities, and how far it went from the reference.</summary>
/// <param name="model">The policy; its weights are read at each measurement.</param>
/// <param name="pairs">Examples of two passages, chosen and rejected, with the reference's log-probabilities (<see cref="ReferenceLogProbabilities"/>) where there is a reference.</param>
/// <param name="options">What a reward is; null for that of DPO.</param>
/// <param name="batchSize">Rows in one pass.</param>
public sealed class PreferenceMeter(Model model, IReadOnlyList<Example> pairs, PreferenceOptions? options = null, int batchSize = 8)
{
    /// <summary>Log-ratios that lie closer together, in nats, differ by rounding only.</summary>
    private const double Tie = 1e-3;

    private readonly PreferenceOptions _options = options ?? new PreferenceOptions();

    /// <summary>Measures all pairs.</summary>
    /// <param name="progress">Is told how many pairs are done.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="ArgumentException">There is no pair, or an example is none.</exception>
    public PreferenceMeasurement Measure(Action<int>? progress = null, CancellationToken cancellation = default)
    {
        if (pairs.Count == 0 || pairs.Any(static pair => pair.Passages.Count != 2))
        {
            throw new ArgumentException("There are no pairs to measure, or an example has not the two passages of a pair.");
        }

        var scores = CompletionScorer.Score(model, pairs, batchSize, withoutAdapter: false, progress, cancellation);
        PairScore[] measured = [.. pairs.Select((pair, i) => Score(pair, scores[i]))];
        var hasReference = pairs.Any(static pair => pair.Passages.Any(static passage => passage.Numbers.Count > 0 && passage.Numbers[0].AsSpan().ContainsAnyExcept(0f)));
        var (perToken, perSequence) = hasReference ? Divergence(scores) : (default(DivergenceEstimate?), default(DivergenceEstimate?));
        return new PreferenceMeasurement
        {
            Pairs = measured,
            RewardAccuracy = Accuracy(measured.Select(pair => pair.Margin(_options) / _options.Beta)),
            MeanMargin = measured.Average(pair => pair.Margin(_options)),
            ChosenReward = measured.Average(pair => pair.ChosenReward(_options)),
            RejectedReward = measured.Average(pair => pair.RejectedReward(_options)),
            LikelihoodAccuracy = Accuracy(measured.Select(static pair => (pair.Chosen / pair.ChosenTokens) - (pair.Rejected / pair.RejectedTokens))),
            ChosenLogProbability = measured.Average(static pair => pair.Chosen),
            RejectedLogProbability = measured.Average(static pair => pair.Rejected),
            KlPerToken = perToken,
            KlPerSequence = perSequence,
        };
    }

    /// <summary>The share of differences above 0; those that rounding makes count half.</summary>
    internal static RateEstimate Accuracy(IEnumerable<double> differences, double tie = Tie)
    {
        var (right, count) = (0.0, 0);
        foreach (var difference in differences)
        {
            right += difference > tie ? 1 : difference < -tie ? 0 : 0.5;
            count++;
        }

        return RateEstimate.Of(right, count);
    }

    private static PairScore Score(Example pair, float[][] scores)
    {
        var (chosen, chosenReference, chosenTokens) = Sum(pair.Passages[0], scores[0]);
        var (rejected, rejectedReference, rejectedTokens) = Sum(pair.Passages[1], scores[1]);
        return new PairScore(chosen, rejected, chosenReference, rejectedReference, chosenTokens, rejectedTokens);
    }

    private static (double Policy, double Reference, int Tokens) Sum(Passage passage, float[] scores)
    {
        var (policy, reference, tokens) = (0.0, 0.0, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (passage.Targets[i] >= 0)
            {
                policy += scores[i];
                reference += passage.Numbers.Count > 0 ? passage.Numbers[CompletionObjective.ReferenceChannel][i] : 0;
                tokens++;
            }
        }

        return (policy, reference, tokens);
    }

    private (DivergenceEstimate? PerToken, DivergenceEstimate? PerSequence) Divergence(float[][][] scores)
    {
        var (k1, k3, tokens) = (0.0, 0.0, 0L);
        for (var i = 0; i < pairs.Count; i++)
        {
            var passage = pairs[i].Passages[0];
            for (var t = 0; t < passage.Targets.Length; t++)
            {
                if (passage.Targets[t] >= 0)
                {
                    var difference = scores[i][0][t] - (double)passage.Numbers[CompletionObjective.ReferenceChannel][t];
                    k1 += difference;
                    k3 += Math.Exp(-difference) - 1 + difference;
                    tokens++;
                }
            }
        }

        return (new DivergenceEstimate(k1 / Math.Max(1, tokens), k3 / Math.Max(1, tokens)), new DivergenceEstimate(k1 / pairs.Count, k3 / pairs.Count));
    }
}
