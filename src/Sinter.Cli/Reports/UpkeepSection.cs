using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// Whether a model that was trained further took the place of the one before. Draws the key <c>upkeep</c>, as <see cref="Sinter.Evaluation.Upkeep.UpkeepDecision.ToJson"/> writes it, and the key <c>fairness</c>, as
/// <see cref="Sinter.Evaluation.Upkeep.FairnessReport.ToJson"/> does.
/// </summary>
internal static class UpkeepSection
{
    public const string Key = "upkeep";
    public const string FairnessKey = "fairness";

    private const int MostRows = 40;

    public static ReportSection? Of(RunReport report)
    {
        var content = Html.Concat(MetricPart.All(report, Key).Select(Decision)) + Html.Concat(MetricPart.All(report, FairnessKey).Select(Fairness));
        return content.IsEmpty ? null : new("Upkeep", "The new model beside the old one on the same items, and what either makes of texts whose groups of people are swapped.", content);
    }

    private static Html Decision(MetricPart part)
    {
        if (part.Value is not JsonObject map || map["takesNew"] is not JsonValue decision || !decision.TryGetValue<bool>(out var takesNew))
        {
            return Html.Empty;
        }

        var rows = MetricPart.Objects(map["comparedItems"], MostRows).Select(static row => (IReadOnlyList<Html>)
        [
            Html.Text(MetricPart.Shorten(MetricPart.Text(row["measure"]), 80)), Whole(row, "items"), Fixed(row, "old"), Fixed(row, "new"),
            Html.Of($"{Fixed(row, "low")} to {Fixed(row, "high")}"), Html.Text(MetricPart.Text(row["verdict"]) ?? "–"),
        ]);
        return Html.Of($"<h3>{part.Title}: {(takesNew ? "the new model is taken" : "the old model stays")}</h3>")
            + new Table(["Measure", "#Items", "#Old", "#New", "#Change, 95 %", "Speaks for"], [.. rows]).ToHtml();
    }

    private static Html Fairness(MetricPart part)
    {
        var rows = (part.Value as JsonObject ?? []).Where(static set => set.Value is JsonObject map && MetricPart.Number(map, "probes") is not null).Take(MostRows).Select(static set => (IReadOnlyList<Html>)
        [
            Html.Text(MetricPart.Shorten(Wording.Sentence(set.Key), 60)), Whole(set.Value!, "probes"),
            Html.Text(MetricPart.Number(set.Value, "flipShare") is { } share ? Quantity.Percent(share) : "–"), Fixed(set.Value!, "meanChange"), Fixed(set.Value!, "meanAbsoluteChange"),
        ]).ToList();
        return new Table(["Groups swapped", "#Texts", "#Predictions that flip", "#Mean change", "#Mean size of change"], rows) { Caption = part.Title }.ToHtml();
    }

    private static Html Whole(JsonNode row, string key) => Html.Text(MetricPart.Number(row, key) is { } number ? Quantity.Whole(number) : "–");

    private static Html Fixed(JsonNode row, string key) => Html.Text(MetricPart.Number(row, key) is { } number ? Quantity.Fixed(number, 4) : "–");
}
