using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Keeps the documents that are worth learning from; those that are not lie aside, each with its reason.</summary>
internal sealed class CleanStage : IStage
{
    /// <inheritdoc/>
    public string Name => "clean";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe) => StageSettings.Of(recipe, Name, version: 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(RunFolder run) => [run.Cleaned, run.Dropped];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var total = StageResult.Read(context.Run, "collect")?.DocumentsOut ?? 0;
        var pipeline = new CleaningPipeline(Steps(context.Recipe.Clean), context.Threads, cancellation: cancellation);
        var sizes = new SizeHistogram();
        using var kept = JsonLinesWriter.Create(context.Run.Cleaned);
        using var dropped = JsonLinesWriter.Create(context.Run.Dropped);
        foreach (var document in pipeline.Run(JsonLines.ReadDocuments(context.Run.Collected), dropped.Write))
        {
            cancellation.ThrowIfCancellationRequested();
            kept.Write(document);
            sizes.Add(document.Utf8Bytes);
            context.Progress.Report(new StageProgress(kept.Lines + dropped.Lines, total, "documents"));
        }

        if (kept.Lines == 0)
        {
            throw new InvalidDataException($"Cleaning dropped all of {dropped.Lines} documents, most of them as '{MostFrequent(pipeline.Report())}'; loosen the keys of 'clean' in the recipe.");
        }

        dropped.Complete();
        kept.Complete();
        return Result(pipeline.Report(), sizes);
    }

    private static List<IVerdictStep> Steps(CleanSection clean)
    {
        List<IVerdictStep> steps =
        [
            new NormaliseStep(),
            new MinimumWordsStep { MinimumWords = clean.MinimumWords },
            new RepetitionStep { MaximumDuplicateParagraphs = clean.MaximumDuplicateParagraphs, MaximumDuplicateCharacters = clean.MaximumDuplicateCharacters },
        ];
        if (clean.ExactDuplicates)
        {
            steps.Add(new ExactDeduplicationStep());
        }

        return steps;
    }

    private static string MostFrequent(CleaningReport report) => report.Drops.MaxBy(drop => drop.Count)?.Reason ?? "nothing";

    private static StageResult Result(CleaningReport report, SizeHistogram sizes) => new()
    {
        DocumentsIn = report.DocumentsIn,
        DocumentsOut = report.DocumentsOut,
        BytesIn = report.BytesIn,
        BytesOut = report.BytesOut,
        Drops = [.. report.Drops.OrderByDescending(drop => drop.Count).Select(drop => new StageDrop(drop.Reason, drop.Count, drop.Bytes, drop.Samples))],
        Metrics = new JsonObject
        {
            ["documentsBroken"] = report.DocumentsBroken,
            ["steps"] = new JsonArray([.. report.Steps.Select(step => new JsonObject
            {
                ["step"] = step.Step,
                ["documentsIn"] = step.DocumentsIn,
                ["documentsChanged"] = step.DocumentsChanged,
                ["documentsOut"] = step.DocumentsOut,
            })]),
            ["documentBytes"] = sizes.ToJson(),
        },
    };
}
