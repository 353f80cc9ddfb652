using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// How preferences or rewards were learned. Draws the key <c>alignment</c>: <c>{ "method": "dpo", "steps": [{ "step": 1, "loss": 0.693, "rewardAccuracy": 0.5, "chosenReward": 0, "rejectedReward": 0, "margin": 0, "kl": 0,
/// "reward": 0.1, "responseTokens": 40 }], "validation": [...] }</c>. A figure that a method has not stays out; <c>validation</c> has the same form and is optional. Rewards and margins are those that the objective sees, KL is in
/// nats.
/// </summary>
internal static class AlignmentSection
{
    public const string Key = "alignment";

    private const int MostSteps = 100_000;
    private const int SmoothFrom = 60;

    public static ReportSection? Of(RunReport report)
    {
        var parts = MetricPart.All(report, Key).Select(Charts).Where(static html => !html.IsEmpty).ToList();
        return parts.Count == 0 ? null : new("Alignment", "How the model came to prefer what people prefer, and how far it moved from where it began.", Html.Concat(parts));
    }

    private static Html Charts(MetricPart part)
    {
        var map = part.Value as JsonObject;
        var (steps, validation) = (MetricPart.Objects(map?["steps"], MostSteps), MetricPart.Objects(map?["validation"], MostSteps));
        var method = MetricPart.Text(map?["method"]);
        var charts = new[]
        {
            Chart("Reward accuracy", "share of pairs", steps, validation, ["rewardAccuracy"], [new ReferenceLine("chance", 0.5)], percent: true),
            Chart("Rewards", "", steps, validation, ["chosenReward", "rejectedReward", "margin"], []),
            Chart("Reward", "mean of the answers", steps, validation, ["reward"], []),
            Chart("KL from the reference", "nats", steps, validation, ["kl"], []),
            Chart("Loss", "", steps, validation, ["loss"], method is "dpo" ? [new ReferenceLine("ln 2", Math.Log(2))] : []),
            Chart("Length of the answers", "tokens", steps, validation, ["responseTokens"], []),
        }.Where(static html => !html.IsEmpty).ToList();
        return charts.Count == 0 ? Html.Empty : Html.Of($"""<h3>{part.Title}{(method is null ? "" : $" ({method})")}</h3><div class="pair">{charts}</div>""");
    }

    private static Html Chart(
        string title, string unit, IReadOnlyList<JsonObject> steps, IReadOnlyList<JsonObject> validation, IReadOnlyList<string> keys, IReadOnlyList<ReferenceLine> references, bool percent = false)
    {
        var series = keys.SelectMany((key, at) => Series(key, steps, validation, keys.Count > 1, at)).ToList();
        Func<double, string>? format = percent ? static share => Quantity.Number(100 * share, 3) + Quantity.Space + "%" : null;
        return series.Count == 0 ? Html.Empty : new LineChart(title, new Axis("step"), new Axis(unit) { Format = format }, series) { Height = 200, References = references }.ToHtml();
    }

    private static IEnumerable<LineSeries> Series(string key, IReadOnlyList<JsonObject> steps, IReadOnlyList<JsonObject> validation, bool several, int colour)
    {
        var (training, held) = (Points(steps, key), Points(validation, key));
        var name = Wording.Sentence(key).Replace(" reward", "", StringComparison.Ordinal).ToLowerInvariant();
        if (training.Count >= SmoothFrom)
        {
            yield return new("every step", training, LineStyle.Faint) { Colour = colour };
            yield return new(several ? name : "training", Smoothing.Exponential(training, Math.Max(1, training.Count / 100.0))) { Colour = colour };
        }
        else if (training.Count > 0)
        {
            yield return new(several ? name : "training", training, LineStyle.Dots) { Colour = colour };
        }

        // Lines of several figures are many enough as they are.
        if (held.Count > 0 && (!several || training.Count == 0))
        {
            yield return new(several ? name : "held out", held, LineStyle.Dots) { Colour = several ? colour : 1 };
        }
    }

    private static List<ChartPoint> Points(IReadOnlyList<JsonObject> steps, string key) =>
    [
        .. steps.Where(step => MetricPart.Number(step, "step") is not null && MetricPart.Number(step, key) is not null)
            .Select(step => new ChartPoint(MetricPart.Number(step, "step")!.Value, MetricPart.Number(step, key)!.Value))
            .OrderBy(static point => point.X),
    ];
}
