using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data.Decontamination;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Takes the items of evaluation sets out of the documents, and says how well it finds them.</summary>
internal sealed class DecontaminateStage : IStage
{
    /// <inheritdoc/>
    public string Name => "decontaminate";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText && recipe.Decontaminate.Against.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        var settings = StageSettings.Of(recipe, Name, version: 1, "seed");
        foreach (var file in InputSet.Resolve(recipe.Decontaminate.Against, InputSettings.Default))
        {
            settings[$"decontaminate.against.{file.Name}"] = inputs.Of(file);
        }

        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Decontaminated];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Decontaminate;
        var seed = (ulong)context.Recipe.Seed;
        var index = BenchmarkIndex.Read(section.Against, new BenchmarkOptions { GramWords = section.Words, Seed = seed });
        var options = new DecontaminationOptions { Cutting = section.By is "span" ? new SpanCutting() : null, Threads = context.Threads, Seed = seed };
        var inputs = StageDocuments.Shards(StageDocuments.Folder(context.Recipe, context.Run, StageDocuments.Before(context.Recipe, Name)));
        var total = inputs.Sum(static input => input.Length ?? 0);
        var folder = new DecontaminationFolder(context.Run.Decontaminated);
        var result = new DecontaminationRun(folder, inputs, ReadSettings.Default, null, index, options).Run(
            done => context.Progress.Report(new StageProgress(done, done <= total ? total : 0, StageProgress.Bytes)), cancellation);
        return result.Documents > result.Removed ? Result(result)
            : throw new InvalidDataException($"Decontamination left none of {result.Documents} documents; '{folder.ReportPage}' shows what each matched. Raise 'decontaminate.words' in the recipe, or name other sets.");
    }

    private static StageResult Result(DecontaminationResult result) => new()
    {
        DocumentsIn = result.Documents,
        DocumentsOut = result.Documents - result.Removed,
        BytesIn = result.Bytes,
        BytesOut = result.Bytes - result.BytesRemoved,
        Metrics = new JsonObject
        {
            ["documentsCut"] = result.Cut,
            ["itemsFound"] = new JsonObject(result.Findings.Where(static finding => finding.ItemsFound > 0).Select(static finding => KeyValuePair.Create<string, JsonNode?>(finding.Benchmark.Name, finding.ItemsFound))),
            ["recallOnPlantedItems"] = new JsonObject(Enum.GetValues<ItemEdit>()
                .Select(edit => (Edit: edit, Recall: result.Recall(edit)))
                .Where(static entry => entry.Recall.Planted > 0)
                .Select(static entry => KeyValuePair.Create<string, JsonNode?>(entry.Edit.ToString(), Math.Round((double)entry.Recall.Found / entry.Recall.Planted, 4)))),
        },
    };
}
