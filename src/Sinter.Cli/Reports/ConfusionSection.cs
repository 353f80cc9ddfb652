using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// What a classifier took for what. Draws the key <c>confusion</c>: <c>{ "labels": ["neg", "pos"], "counts": [[430, 70], [60, 440]] }</c>, rows the truth and columns the prediction, as
/// <see cref="Sinter.Evaluation.Metrics.ClassificationReport.ToJson"/> writes it; <c>title</c> is optional.
/// </summary>
internal static class ConfusionSection
{
    public const string Key = "confusion";

    private const int MostLabels = 300;
    private const int MostPairs = 12;
    private const int LongestLabel = 60;

    public static ReportSection? Of(RunReport report)
    {
        var matrices = MetricPart.All(report, Key).Select(Matrix).Where(static html => !html.IsEmpty).ToList();
        return matrices.Count == 0 ? null : new("Confusion", "What was taken for what: right answers stand on the diagonal.", Html.Concat(matrices));
    }

    private static Html Matrix(MetricPart part)
    {
        if (Read(part.Value) is not var (labels, counts))
        {
            return Html.Empty;
        }

        var title = MetricPart.Text((part.Value as JsonObject)?["title"]) ?? part.Title;
        return new HeatMap(title, "truth", "prediction", labels, counts).ToHtml() + (labels.Count <= HeatMap.MostInTable ? Html.Empty : Worst(labels, counts));
    }

    private static (List<string> Labels, List<IReadOnlyList<long>> Counts)? Read(JsonNode value)
    {
        if (value is not JsonObject { } map || map["labels"] is not JsonArray names || map["counts"] is not JsonArray rows || names.Count is 0 or > MostLabels || rows.Count != names.Count)
        {
            return null;
        }

        var counts = new List<IReadOnlyList<long>>();
        foreach (var row in rows)
        {
            var numbers = row is JsonArray cells ? cells.Select(MetricPart.Number).ToList() : [];
            if (numbers.Count != names.Count || numbers.Exists(static number => number is null or < 0 or > 1e15))
            {
                return null;
            }

            counts.Add([.. numbers.Select(static number => (long)number!.Value)]);
        }

        return ([.. names.Select(static name => MetricPart.Shorten(name is JsonValue label ? label.ToString() : "", LongestLabel))], counts);
    }

    // A drawing has no room for names: what matters most of it is told.
    private static Html Worst(List<string> labels, List<IReadOnlyList<long>> counts)
    {
        var pairs = Enumerable.Range(0, labels.Count)
            .SelectMany(truth => Enumerable.Range(0, labels.Count).Where(predicted => predicted != truth).Select(predicted => (Truth: truth, Predicted: predicted, Count: counts[truth][predicted])))
            .Where(static pair => pair.Count > 0)
            .OrderByDescending(static pair => pair.Count)
            .Take(MostPairs);
        return new Table(["Truth", "Taken for", "#Items", "#Of the class"],
        [
            .. pairs.Select(pair => (IReadOnlyList<Html>)
            [
                Html.Text(labels[pair.Truth]), Html.Text(labels[pair.Predicted]), Html.Text(Quantity.Whole(pair.Count)), Html.Text(Quantity.Percent((double)pair.Count / counts[pair.Truth].Sum())),
            ]),
        ])
        { Caption = "What was mistaken most often" }.ToHtml();
    }
}
