using System.Text.Json.Nodes;
using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Upkeep;

/// <summary>What a model made of one probe.</summary>
/// <param name="Set">The set of the groups.</param>
/// <param name="Flipped">Whether the prediction is another one after the swap; null for a language model, which predicts no class.</param>
/// <param name="Change">Swapped less original: of the probability of the class that was predicted for the original, or of the log-probability in nats.</param>
public readonly record struct ProbeResult(string Set, bool? Flipped, double Change);

/// <summary>What a model made of the probes of a set.</summary>
/// <param name="Set">The set, or <c>all</c>.</param>
/// <param name="Probes">How many there are.</param>
/// <param name="Flips">How many predictions flipped; null for a language model.</param>
/// <param name="MeanChange">The mean change with its sign: a lean to one side.</param>
/// <param name="MeanAbsoluteChange">The mean size of the changes.</param>
public sealed record FairnessScore(string Set, long Probes, long? Flips, double MeanChange, double MeanAbsoluteChange)
{
    /// <summary>The share of predictions that flip; null for a language model.</summary>
    public double? FlipShare => Flips is { } flips ? Probes == 0 ? 0 : (double)flips / Probes : null;

    /// <summary>Where the true share lies with 95 % confidence.</summary>
    public WilsonInterval? Interval => Flips is { } flips ? WilsonInterval.Of(flips, Probes) : null;
}

/// <summary>
/// Counterfactual fairness measured (Kusner et al. 2017; Garg et al., "Counterfactual Fairness in Text Classification through Robustness", 2019): how much a model's answer depends on which group a text names.
/// </summary>
public sealed record FairnessReport
{
    /// <summary>The result of each probe, in their order.</summary>
    public required IReadOnlyList<ProbeResult> Results { get; init; }

    /// <summary>All probes together, then each set by itself.</summary>
    public IReadOnlyList<FairnessScore> Scores =>
    [
        Score("all", Results),
        .. Results.GroupBy(static result => result.Set, StringComparer.Ordinal).OrderBy(static set => set.Key, StringComparer.Ordinal).Select(static set => Score(set.Key, [.. set])),
    ];

    /// <summary>Probes a classifier.</summary>
    /// <param name="probes">The probes.</param>
    /// <param name="probabilities">The probability of each class for a text.</param>
    /// <exception cref="ArgumentException">The model gives no probabilities, another number of them, or some that are not finite.</exception>
    public static FairnessReport OfClassifier(IReadOnlyList<FairnessProbe> probes, Func<string, IReadOnlyList<float>> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return new()
        {
            Results = [.. probes.Select((probe, at) =>
            {
                var (before, after) = (probabilities(probe.Original), probabilities(probe.Swapped));
                Lengths.MustBeRows([[.. before], [.. after]], Math.Max(1, before.Count), "probabilities");
                var (label, other) = (Likeliest(before), Likeliest(after));
                return new ProbeResult(probe.Set, label != other, (double)after[label] - before[label]);
            })],
        };
    }

    /// <summary>Probes a language model.</summary>
    /// <param name="probes">The probes.</param>
    /// <param name="logProbability">The log-probability of a text in nats, best by token, so that length does not matter.</param>
    /// <exception cref="ArgumentException">A log-probability is not finite.</exception>
    public static FairnessReport OfLanguageModel(IReadOnlyList<FairnessProbe> probes, Func<string, double> logProbability)
    {
        ArgumentNullException.ThrowIfNull(logProbability);
        return new()
        {
            Results = [.. probes.Select((probe, at) =>
            {
                var change = logProbability(probe.Swapped) - logProbability(probe.Original);
                return double.IsFinite(change)
                    ? new ProbeResult(probe.Set, null, change)
                    : throw new ArgumentException($"The log-probability of probe {at} is not a finite number.", nameof(logProbability));
            })],
        };
    }

    /// <summary>The figures as metrics of a stage.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var score in Scores)
        {
            var row = new JsonObject { ["probes"] = score.Probes };
            if (score.FlipShare is { } share)
            {
                row["flipShare"] = share;
            }

            row["meanChange"] = score.MeanChange;
            row["meanAbsoluteChange"] = score.MeanAbsoluteChange;
            json[score.Set] = row;
        }

        return json;
    }

    private static FairnessScore Score(string set, IReadOnlyList<ProbeResult> results)
    {
        var (flips, sum, size) = (0L, 0.0, 0.0);
        foreach (var result in results)
        {
            flips += result.Flipped == true ? 1 : 0;
            sum += result.Change;
            size += Math.Abs(result.Change);
        }

        var count = Math.Max(1, results.Count);
        return new(set, results.Count, results.Any(static result => result.Flipped is null) ? null : flips, sum / count, size / count);
    }

    private static int Likeliest(IReadOnlyList<float> probabilities)
    {
        var best = 0;
        for (var at = 1; at < probabilities.Count; at++)
        {
            best = probabilities[at] > probabilities[best] ? at : best;
        }

        return best;
    }
}
