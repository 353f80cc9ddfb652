using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// Whether probabilities come true: a reliability diagram. Draws the key <c>calibration</c>, as <see cref="Sinter.Evaluation.Metrics.CalibrationReport.ToJson"/> writes it: <c>expectedError</c>, <c>maximumError</c>, <c>brier</c>,
/// <c>logLoss</c> and <c>bins</c> of <c>low</c>, <c>high</c>, <c>count</c>, <c>confidence</c> and <c>accuracy</c>. Beside them may stand <c>temperature</c> and, in the same form, <c>scaled</c>: the measure after scaling.
/// </summary>
internal static class CalibrationSection
{
    public const string Key = "calibration";

    private const int MostBins = 100;

    private sealed record Bin(double Low, double High, long Count, double Confidence, double Accuracy);

    public static ReportSection? Of(RunReport report)
    {
        var diagrams = MetricPart.All(report, Key).Select(Diagram).Where(static html => !html.IsEmpty).ToList();
        return diagrams.Count == 0 ? null : new(
            "Calibration", "Of what the model says with 80 % confidence, 80 % should be right: points below the grey line are said too surely, points above too cautiously.", Html.Concat(diagrams));
    }

    private static Html Diagram(MetricPart part)
    {
        var bins = Bins(part.Value);
        if (bins.Sum(static bin => bin.Count) == 0)
        {
            return Html.Empty;
        }

        var scaled = Bins((part.Value as JsonObject)?["scaled"]);
        var chart = new LineChart(
            part.Title, new Axis("confidence") { Minimum = 0, Maximum = 1 }, new Axis("share that is right") { Minimum = 0, Maximum = 1 },
            [
                new("as it should be", [new(0, 0), new(1, 1)], LineStyle.Faint) { Colour = 5 },
                .. Line("as the model says", bins, 0),
                .. Line("after scaling", scaled, 2),
            ])
        { Height = 320 };
        var histogram = new Histogram(
            "How sure the model is", "confidence", [.. bins.Select(static bin => bin.Low), bins[^1].High], [.. bins.Select(static bin => bin.Count)])
        { Format = static edge => Quantity.Fixed(edge, 2) };
        return Html.Of($"""<div class="pair">{chart.ToHtml()}<div>{histogram.ToHtml()}{Facts(part.Value)}</div></div>""");
    }

    private static IEnumerable<LineSeries> Line(string name, List<Bin> bins, int colour)
    {
        var points = bins.Where(static bin => bin.Count > 0).Select(static bin => new ChartPoint(bin.Confidence, bin.Accuracy)).ToList();
        return points.Count == 0 ? [] : [new(name, points, LineStyle.Dots) { Colour = colour }];
    }

    private static Html Facts(JsonNode value)
    {
        var scaled = (value as JsonObject)?["scaled"];
        return Table.Facts(new[] { ("expectedError", "Expected calibration error"), ("maximumError", "Maximum calibration error"), ("brier", "Brier score"), ("logLoss", "Log loss"), ("temperature", "Temperature") }
            .Where(fact => MetricPart.Number(value, fact.Item1) is not null)
            .Select(fact => (fact.Item2, Html.Text(
                Quantity.Fixed(MetricPart.Number(value, fact.Item1)!.Value, 4) + (MetricPart.Number(scaled, fact.Item1) is { } after ? $", {Quantity.Fixed(after, 4)} after scaling" : "")))));
    }

    private static List<Bin> Bins(JsonNode? value)
    {
        var bins = new List<Bin>();
        foreach (var map in MetricPart.Objects((value as JsonObject)?["bins"], MostBins))
        {
            if (MetricPart.Number(map, "low") is not { } low || MetricPart.Number(map, "high") is not { } high || !(low < high) || MetricPart.Number(map, "count") is not (>= 0 and < 1e15 and var count)
                || MetricPart.Number(map, "confidence") is not { } confidence || MetricPart.Number(map, "accuracy") is not { } accuracy)
            {
                return [];
            }

            bins.Add(new(low, high, (long)count, confidence, accuracy));
        }

        return bins;
    }
}
