using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Cleaning;

/// <summary>Writes what a finished cleaning did: <c>report.html</c> and <c>report.json</c>.</summary>
internal static class CleaningReportWriter
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(CleaningFolder folder, string title, CleaningSettings settings, CleaningChain chain, CleaningRecord record)
    {
        var summary = CleaningSummary.Of(chain, ScoreShards.Read(folder, chain), record.Unreadable, record.PassedOver);
        var timing = CleaningTiming.Of(chain, record);
        new CleaningReportPage(title, settings, chain, summary, timing, record.Samples).Build().Save(folder.ReportPage);
        AtomicFile.WriteAllText(folder.Report, ToJson(summary, timing).ToJsonString(Json) + "\n");
    }

    private static JsonObject ToJson(CleaningSummary summary, CleaningTiming timing) => new()
    {
        ["recordsIn"] = summary.Records,
        ["kept"] = summary.Kept,
        ["dropped"] = summary.Dropped,
        ["broken"] = summary.Failed + summary.Unreadable,
        ["passedOver"] = new JsonObject
        {
            ["total"] = summary.PassedOver.Total,
            ["byReason"] = new JsonObject(summary.PassedOver.ByReason.Select(static reason => KeyValuePair.Create<string, JsonNode?>(reason.Key, reason.Value))),
        },
        ["bytesIn"] = summary.BytesIn,
        ["bytesKept"] = summary.Output.Bytes,
        ["tokensKept"] = summary.Output.Tokens,
        ["steps"] = new JsonArray([.. summary.Steps.Select(static step => new JsonObject
        {
            ["step"] = step.Name,
            ["documentsOut"] = step.Passed.Documents,
            ["bytesOut"] = step.Passed.Bytes,
            ["tokensOut"] = step.Passed.Tokens,
        })]),
        ["rules"] = new JsonArray([.. summary.Rules.Select(static rule => new JsonObject
        {
            ["rule"] = rule.Rule.Name,
            ["minimum"] = Finite(rule.Rule.Rule.Minimum),
            ["maximum"] = Finite(rule.Rule.Rule.Maximum),
            ["dropped"] = rule.Dropped,
            ["breaking"] = rule.Breaking,
            ["breakingAlone"] = rule.BreakingAlone,
            ["median"] = Finite(rule.All.Quantile(0.5)),
        })]),
        ["languages"] = Groups(summary.Languages),
        ["domains"] = Groups([.. summary.Domains.Take(1000)]),
        ["warnings"] = new JsonArray([.. summary.Warnings.Select(static warning => JsonValue.Create(warning))]),
        ["timing"] = new JsonObject
        {
            ["seconds"] = Math.Round(timing.Seconds, 3),
            ["inputBytes"] = timing.InputBytes,
            ["steps"] = new JsonObject(timing.Steps.Select(static step => KeyValuePair.Create<string, JsonNode?>(step.Name, Math.Round(step.Seconds, 3)))),
        },
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonArray Groups(IReadOnlyList<GroupCounts> groups) => new([.. groups.Select(static group => new JsonObject
    {
        ["name"] = group.Name,
        ["documents"] = group.Documents,
        ["kept"] = group.Kept,
        ["keptBytes"] = group.KeptBytes,
    })]);
}
