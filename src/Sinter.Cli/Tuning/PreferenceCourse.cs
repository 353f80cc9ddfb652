using System.Text.Json.Nodes;
using Sinter.Models;
using Sinter.Training;
using Sinter.Training.Examples;
using Sinter.Training.Preference;

namespace Sinter.Cli.Tuning;

/// <summary>
/// What held-out answers show of an alignment before, on the way and after: whether the better ones are preferred, and how far the model moved from where it started. The distance needs what the starting model thinks of these
/// answers, which is computed once, of methods that train without a reference too.
/// </summary>
/// <param name="model">The model; its weights are read at each measurement.</param>
/// <param name="examples">The held-out examples with the starting model's log-probabilities.</param>
/// <param name="arePairs">Whether they are pairs; of single answers only the distance is known.</param>
/// <param name="options">What a reward is.</param>
internal sealed class PreferenceCourse(Model model, IReadOnlyList<Example> examples, bool arePairs, PreferenceOptions? options)
{
    private const int RowsOfPass = 8;

    // Single answers come with another record's answer to the same prompt, of which nothing is asked here; one that stands alone is measured beside itself.
    private readonly PreferenceMeter _meter = new(
        model, arePairs ? examples : [.. examples.Select(static example => example with { Passages = [example.Passages[0], example.Passages[0]] })], options, RowsOfPass);

    /// <summary>The measurements as points of a chart.</summary>
    public JsonArray Points { get; } = [];

    /// <summary>Measures the model as it is now.</summary>
    /// <param name="step">After how many steps.</param>
    /// <param name="loss">The loss of the same answers; null where it was not measured.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>What was found; of single answers only the distance means something.</returns>
    public PreferenceMeasurement Measure(int step, double? loss = null, CancellationToken cancellation = default)
    {
        var measured = _meter.Measure(cancellation: cancellation);
        if (Points is [.., JsonObject last] && last["step"]!.GetValue<int>() == step)
        {
            return measured;
        }

        var point = new JsonObject { ["step"] = step };
        if (loss is { } value && double.IsFinite(value))
        {
            point["loss"] = Math.Round(value, 5);
        }

        if (arePairs)
        {
            point["rewardAccuracy"] = Math.Round(measured.RewardAccuracy.Rate, 5);
            point["chosenReward"] = Math.Round(measured.ChosenReward, 5);
            point["rejectedReward"] = Math.Round(measured.RejectedReward, 5);
            point["margin"] = Math.Round(measured.MeanMargin, 5);
        }

        point["kl"] = measured.KlPerToken is { } distance ? Math.Round(distance.K3, 6) : null;
        Points.Add((JsonNode)point);
        return measured;
    }

    /// <summary>Takes note of a measurement on the way. It is not cut short, as the checkpoint that follows lies after it.</summary>
    public void OnValidation(ValidationMetrics metrics) => Measure(metrics.Step, metrics.Loss);
}
