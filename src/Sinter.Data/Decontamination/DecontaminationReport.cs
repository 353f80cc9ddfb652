using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Decontamination;

/// <summary>Writes <c>report.json</c> and <c>report.html</c> of a decontamination.</summary>
internal static class DecontaminationReport
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a finished folder was made of; null where it is none.</summary>
    public static string? FingerprintOf(DecontaminationFolder folder)
    {
        try
        {
            return File.Exists(folder.Report) ? JsonNode.Parse(File.ReadAllText(folder.Report))?["fingerprint"]?.GetValue<string>() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static void Write(DecontaminationFolder folder, string title, DecontaminationResult result, BenchmarkOptions benchmarks, DecontaminationOptions options, string fingerprint)
    {
        new DecontaminationPage(title, result, benchmarks, options).Build().Save(folder.ReportPage);
        var report = ToJson(result);
        report["settings"] = Settings(benchmarks, options);
        report["fingerprint"] = fingerprint;
        AtomicFile.WriteAllText(folder.Report, report.ToJsonString(Json) + "\n");
    }

    private static JsonObject ToJson(DecontaminationResult result) => new()
    {
        ["documents"] = result.Documents,
        ["clean"] = result.Clean,
        ["cut"] = result.Cut,
        ["removed"] = result.Removed,
        ["broken"] = result.Broken,
        ["passedOver"] = result.PassedOver.Total,
        ["bytes"] = result.Bytes,
        ["bytesRemoved"] = result.BytesRemoved,
        ["commonGrams"] = result.CommonGrams,
        ["frequentGrams"] = result.FrequentGrams,
        ["benchmarks"] = new JsonArray([.. result.Findings.Select((finding, i) => new JsonObject
        {
            ["benchmark"] = finding.Benchmark.Name,
            ["items"] = finding.Benchmark.Items,
            ["searchable"] = finding.Benchmark.Searchable,
            ["itemsFound"] = finding.ItemsFound,
            ["documents"] = finding.Documents,
            ["share"] = Math.Round(finding.Share, 6),
            ["recall"] = Recall(result.Recalls.Where(recall => recall.Benchmark == i)),
        })]),
        ["recall"] = Recall(Enum.GetValues<ItemEdit>().Select(edit => new PlantedRecall(-1, edit, result.Recall(edit).Planted, result.Recall(edit).Found)).Where(static recall => recall.Planted > 0)),
        ["evidence"] = new JsonArray([.. result.Evidence.Select(static evidence => new JsonObject
        {
            ["id"] = evidence.Document,
            ["benchmark"] = evidence.Benchmark,
            ["item"] = evidence.Item,
            ["overlap"] = evidence.Grams,
            ["share"] = Math.Round(evidence.Share, 4),
            ["evidence"] = evidence.Evidence,
        })]),
        ["benchmarkFaults"] = new JsonArray([.. result.BenchmarkFaults.Select(static fault => (JsonNode)fault)]),
    };

    private static JsonObject Recall(IEnumerable<PlantedRecall> recalls) => new(recalls.Select(static recall => KeyValuePair.Create<string, JsonNode?>(
        JsonNamingPolicy.CamelCase.ConvertName(recall.Edit.ToString()), new JsonObject { ["planted"] = recall.Planted, ["found"] = recall.Found })));

    private static JsonObject Settings(BenchmarkOptions benchmarks, DecontaminationOptions options) => new()
    {
        ["n"] = benchmarks.GramWords,
        ["minimumWords"] = benchmarks.MinimumWords,
        ["commonFields"] = benchmarks.CommonFields,
        ["fields"] = new JsonArray([.. benchmarks.Fields.Select(static field => (JsonNode)field)]),
        ["by"] = options.Cutting is null ? "document" : "span",
        ["maximumGrams"] = options.Limits.MaximumGrams,
        ["maximumShare"] = options.Limits.MaximumShare,
        ["mostOccurrences"] = options.MostOccurrences,
        ["context"] = options.Cutting?.Context,
        ["maximumPieces"] = options.Cutting?.MaximumPieces,
        ["split"] = options.Cutting?.Split,
    };
}
