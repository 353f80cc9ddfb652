using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Lineage;
using Sinter.Data.Reading;
using Sinter.Data.Shards;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Keeps the documents that are worth learning from; those that are not lie aside, each with its reason. It goes on where it was cut short.</summary>
internal sealed class CleanStage : IStage
{
    /// <inheritdoc/>
    public string Name => "clean";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        var settings = StageSettings.Of(recipe, Name, version: 2);
        foreach (var plugin in recipe.Clean.Plugins)
        {
            settings[$"clean.plugins.{plugin}"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(plugin)));
        }

        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Cleaned];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var clean = context.Recipe.Clean;
        using var chain = clean.Chain();
        var folder = new CleaningFolder(context.Run.Cleaned);
        var sources = WithoutForgotten(Sources(context), context.Run);
        var total = sources.Sum(static source => source.Bytes);
        var options = new CleaningOptions { Threads = context.Threads, Format = ShardFormats.Find(clean.Format), ScoreDropped = clean.ScoreDropped };
        new CleaningRun(folder, sources, chain, options, clean.Plugins).Run(
            state => context.Progress.Report(new StageProgress(state.InputBytes, state.InputBytes <= total ? total : 0, StageProgress.Bytes, Detail: $"{Units.Count(state.Kept)} of {Units.Count(state.Documents)} documents kept")),
            cancellation);
        var result = CleaningResult.Read(folder);
        foreach (var warning in result.Summary.Warnings)
        {
            context.Events.Warning(Name, warning);
        }

        return result.Summary.Kept > 0 ? Result(result)
            : throw new InvalidDataException($"Cleaning kept none of {result.Summary.Documents} documents, most of them dropped as '{MostFrequent(result.Summary)}'; '{folder.ReportPage}' shows why. Loosen the steps of 'clean' in the recipe.");
    }

    private static IReadOnlyList<BlockSource> Sources(StageContext context)
    {
        var collect = context.Recipe.Collect;
        return collect.Source is CollectSection.Files
            ? [.. CollectStage.Inputs(collect).Select(input => BlockSource.Of(input, new ReadSettings { TextField = collect.TextField, TextUnit = Enum.Parse<TextUnit>(collect.TextUnit, ignoreCase: true) }, collect.Format))]
            : [BlockSource.Of(InputFile.OfPath(context.Run.Collected, Path.GetFileName(context.Run.Collected)), ReadSettings.Default, "jsonl")];
    }

    /// <summary>What the run was made to forget is passed over, whatever the source still holds; it changes no fingerprint, so nothing that is done runs again for it.</summary>
    private static IReadOnlyList<BlockSource> WithoutForgotten(IReadOnlyList<BlockSource> sources, RunFolder run) =>
        ForgottenDocuments.Of(run.Root) is { } forgotten ? [.. sources.Select(source => ForgottenSources.Without(source, forgotten))] : sources;

    private static string MostFrequent(CleaningSummary summary) => summary.Rules.MaxBy(static rule => rule.Dropped) is { Dropped: > 0 } rule ? rule.Rule.Name : "unreadable";

    private static StageResult Result(CleaningResult result)
    {
        var summary = result.Summary;
        return new StageResult
        {
            DocumentsIn = summary.Documents + summary.Unreadable,
            DocumentsOut = summary.Kept,
            BytesIn = summary.BytesIn,
            BytesOut = summary.Output.Bytes,
            Drops =
            [
                .. summary.Rules.Where(static rule => rule.Dropped > 0).OrderByDescending(static rule => rule.Dropped)
                    .Select(rule => new StageDrop(rule.Rule.Name, rule.Dropped, rule.DroppedBytes, result.SamplesOf(rule.Rule.Name))),
            ],
            Metrics = new JsonObject
            {
                ["documentsBroken"] = summary.Failed + summary.Unreadable,
                ["passedOver"] = new JsonObject(summary.PassedOver.ByReason.Select(static reason => KeyValuePair.Create<string, JsonNode?>(reason.Key, reason.Value))),
                ["steps"] = new JsonArray([.. summary.Steps.Select(static step => new JsonObject { ["step"] = step.Name, ["documentsOut"] = step.Passed.Documents })]),
            },
        };
    }
}
