using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data.Deduplication;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Takes away what repeats, pass by pass; each has a folder with what it took away and a page of its own. It goes on where it was cut short.</summary>
internal sealed class DedupStage : IStage
{
    /// <inheritdoc/>
    public string Name => "dedup";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText && recipe.Dedup.Passes.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Deduplicated];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Dedup;
        var options = new DeduplicationOptions
        {
            Keep = SurvivorRule.Find(section.Keep, section.ScoreField, section.SourceOrder),
            MinimumSimilarity = section.MinimumSimilarity,
            MemoryBytes = section.MemoryMegabytes * 1_000_000L,
            Threads = context.Threads,
        };
        var shards = StageDocuments.Folder(context.Recipe, context.Run, StageDocuments.Before(context.Recipe, Name));
        var reports = new List<DeduplicationReport>();
        for (var pass = 0; pass < section.Passes.Count; pass++)
        {
            var name = section.Passes[pass].Name;
            var folder = new DeduplicationFolder(StageDocuments.Pass(context.Recipe, context.Run, pass));
            var sources = StageDocuments.Shards(shards).Select(shard => DeduplicationRun.Source(shard, options)).ToList();
            new DeduplicationRun(folder, sources, DedupSection.Finder(section.Passes[pass]), options).Run(
                state => context.Progress.Report(new StageProgress(state.Done, state.Total, state.Phase == DeduplicationPhase.Read ? StageProgress.Bytes : "", Detail: $"{name}: {Wording(state.Phase)}")),
                cancellation);
            var report = DeduplicationReport.Load(folder);
            reports.Add(report);
            foreach (var remark in report.Remarks)
            {
                context.Events.Warning(Name, $"{name}: {remark}");
            }

            shards = folder.Kept;
        }

        return Result(section, reports);
    }

    private static string Wording(DeduplicationPhase phase) => phase switch
    {
        DeduplicationPhase.Read => "reads",
        DeduplicationPhase.Find => "compares",
        _ => "writes",
    };

    private static StageResult Result(DedupSection section, List<DeduplicationReport> reports) => new()
    {
        DocumentsIn = reports[0].Read.Documents,
        DocumentsOut = reports[^1].Kept.Documents,
        BytesIn = reports[0].Read.Bytes,
        BytesOut = reports[^1].Kept.Bytes,
        Drops = [.. reports.Select((report, i) => new StageDrop(section.Passes[i].Name, report.Removed.Documents, report.Removed.Bytes, [])).Where(static drop => drop.Count > 0)],
        Metrics = new JsonObject(reports.Select((report, i) => KeyValuePair.Create<string, JsonNode?>(section.Passes[i].Name, new JsonObject
        {
            ["documentsRemoved"] = report.Removed.Documents,
            ["documentsCut"] = report.Cut.Documents,
            ["partsCut"] = report.Parts,
            ["bytesCut"] = report.Cut.Bytes,
            ["clusters"] = report.Clusters,
            ["largestCluster"] = report.LargestCluster,
        }))),
    };
}
