using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// What more examples bring. Draws the key <c>learningCurve</c>, one or an array of <c>{ "title": "...", "x": "labels", "measure": "accuracy", "isShare": true, "series": [{ "name": "LoRA", "points": [{ "x": 32, "mean": 0.61,
/// "low": 0.58, "high": 0.64 }] }], "references": [{ "name": "majority", "value": 0.5 }] }</c>. <c>low</c> and <c>high</c> are the spread over seeds; they, <c>title</c> and <c>references</c> are optional.
/// </summary>
internal static class LearningCurveSection
{
    public const string Key = "learningCurve";

    private const int MostSeries = 6;
    private const int MostPoints = 1000;
    private const int LongestName = 40;

    public static ReportSection? Of(RunReport report)
    {
        var charts = MetricPart.All(report, Key)
            .SelectMany(static part => part.Value is JsonArray several ? several.OfType<JsonObject>().Select(curve => (part.Title, Curve: curve)) : part.Value is JsonObject one ? [(part.Title, one)] : [])
            .Select(static curve => Chart(curve.Title, curve.Curve))
            .Where(static html => !html.IsEmpty)
            .ToList();
        return charts.Count == 0 ? null : new("Learning curve", "How good the model is after more and more labelled examples; the bands are the spread over seeds.", Html.Concat(charts));
    }

    private static Html Chart(string title, JsonObject curve)
    {
        var series = MetricPart.Objects(curve["series"], MostSeries).Select(Series).Where(static line => line.Points.Count > 0).ToList();
        if (series.Count == 0)
        {
            return Html.Empty;
        }

        var isShare = curve["isShare"] is JsonValue value && value.TryGetValue<bool>(out var yes) && yes;
        Func<double, string>? percent = isShare ? static share => Quantity.Number(100 * share, 3) + Quantity.Space + "%" : null;
        return new LineChart(
            MetricPart.Text(curve["title"]) ?? title,
            new Axis(MetricPart.Text(curve["x"]) ?? "labelled examples") { Logarithmic = true },
            new Axis(MetricPart.Text(curve["measure"]) ?? "score") { Format = percent },
            series)
        {
            Height = 340,
            References =
            [
                .. MetricPart.Objects(curve["references"], MostSeries).Where(static line => MetricPart.Number(line, "value") is not null)
                    .Select(static line => new ReferenceLine(MetricPart.Shorten(MetricPart.Text(line["name"]), LongestName), MetricPart.Number(line, "value")!.Value)),
            ],
        }.ToHtml() + Figures(series, isShare);
    }

    private static LineSeries Series(JsonObject line)
    {
        var (points, band) = (new List<ChartPoint>(), new List<ChartBand>());
        foreach (var point in MetricPart.Objects(line["points"], MostPoints).OrderBy(static point => MetricPart.Number(point, "x") ?? 0))
        {
            if (MetricPart.Number(point, "x") is not (> 0 and var x) || MetricPart.Number(point, "mean") is not { } mean)
            {
                continue;
            }

            points.Add(new(x, mean));
            band.Add(new(x, MetricPart.Number(point, "low") ?? mean, MetricPart.Number(point, "high") ?? mean));
        }

        return new(MetricPart.Shorten(MetricPart.Text(line["name"]), LongestName), points, LineStyle.Dots) { Band = band };
    }

    private static Html Figures(List<LineSeries> series, bool isShare)
    {
        var sizes = series.SelectMany(static line => line.Points).Select(static point => point.X).Distinct().Order().Take(16).ToList();
        string Text(double value) => isShare ? Quantity.Percent(value) : Quantity.Number(value);
        Html Cell(LineSeries line, double size)
        {
            var at = line.Points.Select(static point => point.X).ToList().IndexOf(size);
            if (at < 0)
            {
                return Html.Text("–");
            }

            var band = line.Band[at];
            return band.Low == band.High ? Html.Text(Text(line.Points[at].Y)) : Html.Of($"{Text(line.Points[at].Y)}<br><small>{Text(band.Low)} to {Text(band.High)}</small>");
        }

        return new Table(["", .. sizes.Select(static size => "#" + Quantity.Whole(size))], [.. series.Select(line => (IReadOnlyList<Html>)[Html.Text(line.Name), .. sizes.Select(size => Cell(line, size))])]).ToHtml();
    }
}
