using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Shards;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Deals the documents out to train, validation and test, by the hash of their ids; what the fine-tuning is measured on goes to test, and what an earlier pre-training of the run knew stays where it was.</summary>
internal sealed class SplitStage : IStage
{
    /// <summary>The names of the splits, in the order of <see cref="Split"/>.</summary>
    public static readonly IReadOnlyList<string> Splits = ["train", "validation", "test"];

    /// <inheritdoc/>
    public string Name => "split";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => HeldOutExamples.IsFor(recipe)
        ? StageSettings.Of(recipe, Name, version: 1, "seed", "finetune.task", "finetune.train", "finetune.test")
        : StageSettings.Of(recipe, Name, version: 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [.. Splits.Select(run.Split)];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var shares = context.Recipe.Split;
        var rule = new SplitRule(shares.Validation, shares.Test);
        var total = StageResult.Read(context.Run, StageDocuments.Before(context.Recipe, Name))?.DocumentsOut ?? 0;
        using var train = JsonLinesWriter.Create(context.Run.Split(Splits[0]));
        using var validation = JsonLinesWriter.Create(context.Run.Split(Splits[1]));
        using var test = JsonLinesWriter.Create(context.Run.Split(Splits[2]));
        JsonLinesWriter[] writers = [train, validation, test];
        var bytes = new long[writers.Length];
        var heldOut = HeldOutExamples.Of(context.Recipe);
        var memory = PretrainMemory.Of(context.Recipe, context.Run);
        long documents = 0;
        long moved = 0;
        foreach (var document in DocumentShards.Read(StageDocuments.Folder(context.Recipe, context.Run, StageDocuments.Before(context.Recipe, Name))))
        {
            cancellation.ThrowIfCancellationRequested();
            var split = (int)(memory?.SplitOf(document, rule) ?? rule.Of(document));
            if (heldOut?.Holds(document.Text) is true && split != (int)Data.Split.Test)
            {
                split = (int)Data.Split.Test;
                moved++;
            }

            writers[split].Write(document);
            bytes[split] += document.Utf8Bytes;
            context.Progress.Report(new StageProgress(++documents, total, "documents"));
        }

        if (train.Lines == 0)
        {
            throw new InvalidDataException($"Of {documents} documents none came to the train split; collect more, or raise 'split.train' in the recipe.");
        }

        foreach (var writer in writers)
        {
            writer.Complete();
        }

        if (moved > 0)
        {
            context.Progress.Note($"{Units.Count(moved)} documents are examples that the fine-tuning is measured on; they were put into the test split, so that nothing learns from them.");
        }

        return new StageResult
        {
            DocumentsIn = documents,
            DocumentsOut = documents,
            BytesIn = bytes.Sum(),
            BytesOut = bytes.Sum(),
            Metrics = new JsonObject(Splits.Select((split, i) =>
                KeyValuePair.Create<string, JsonNode?>(split, new JsonObject { ["documents"] = writers[i].Lines, ["bytes"] = bytes[i] })))
            {
                ["heldOutExamples"] = moved,
            },
        };
    }
}
