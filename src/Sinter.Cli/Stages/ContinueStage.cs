using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// Lets the model learn on from the text of a new domain: the text goes through the steps of <c>clean</c>, the vocabulary may grow, and the training mixes in some of the old text. Both domains are measured
/// before and after, so that the report shows what was learned and what was forgotten.
/// </summary>
internal sealed class ContinueStage : IStage
{
    private const string Old = ReplayMixture.Old;
    private const string New = ReplayMixture.New;

    /// <inheritdoc/>
    public string Name => "continue";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText && recipe.Continue.Inputs.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        var settings = StageSettings.Of(recipe, Name, version: 1, "seed", "clean", "split", "pack", "evaluate.sequences");
        foreach (var file in InputSet.Resolve(recipe.Continue.Inputs, InputSettings.Default))
        {
            settings[$"continue.inputs.{file.Name}"] = inputs.Of(file);
        }

        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.StageWork(Name), run.StageCheckpoints(Name), RunModels.Output(recipe, run, Name)];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var recipe = context.Recipe;
        var work = new Work(context.Run.StageWork(Name));
        var cleaned = NewDocuments.Clean(context, work.Cleaned, cancellation);
        NewDocuments.Split(recipe, work, cancellation);
        var startFolder = RunModels.Input(recipe, context.Run, Name);
        var (before, after) = Tokenizers(context, work, startFolder, cancellation);
        Pack(context, work, before, after, cancellation);

        var backend = TrainingStages.Backend(context);
        using var oldTest = PackedDataset.Open(work.Packed("before", Old, "test"));
        using var newTest = PackedDataset.Open(work.Packed("before", New, "test"));
        using var oldTestAfter = PackedDataset.Open(work.Packed("after", Old, "test"));
        using var newTestAfter = PackedDataset.Open(work.Packed("after", New, "test"));
        var start = ModelWeights.Load(startFolder, backend);
        var (oldBefore, newBefore) = (Measure(start, oldTest), Measure(start, newTest));

        using var oldTrain = PackedDataset.Open(work.Packed("after", Old, "train"));
        using var newTrain = PackedDataset.Open(work.Packed("after", New, "train"));
        using var validation = PackedDataset.Open(work.Packed("after", New, "validation"));
        var model = ModelWeights.Load(Directory.Exists(work.Extended) ? work.Extended : startFolder, backend, trainable: true);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Name,
                Section = recipe.Continue,
                Model = model,
                Tokenizer = after,
                Data = ReplayMixture.Of(newTrain, oldTrain, recipe.Continue.Replay, recipe.Seed),
                Validation = validation,
                Prompt = TrainingStages.Prompt,
            },
            cancellation);
        TrainingStages.Write(RunModels.Output(recipe, context.Run, Name), model, after);
        var (oldNow, newNow) = (Measure(model, oldTestAfter), Measure(model, newTestAfter));
        var result = TrainingStages.Result(model, outcome, newTrain);
        result.Metrics["newDomainDocuments"] = cleaned.Kept;
        result.Metrics["newTokens"] = after.VocabularySize - before.VocabularySize;
        result.Metrics["bitsPerByte"] = new JsonObject
        {
            ["newDomain"] = Row(newBefore, newNow),
            ["oldDomain"] = Row(oldBefore, oldNow),
        };
        result.Metrics["bytesPerTokenOfTheNewDomain"] = new JsonObject { ["before"] = BytesPerToken(newTest), ["after"] = BytesPerToken(newTestAfter) };
        result.Metrics[Comparison.Key] = new JsonArray(
            new Comparison("What was learned: the new domain", "bits per byte of held-out text", true, new("After", newNow), [new("Before", newBefore)]).ToJson(),
            new Comparison("What was forgotten: the old domain", "bits per byte of held-out text", true, new("After", oldNow), [new("Before", oldBefore)]) { IsCost = true }.ToJson());
        return result;

        double Measure(Model measured, PackedDataset test) => test.Sequences == 0
            ? throw new InvalidDataException("A test split holds no text to measure on; raise 'split.test', or give more text to 'continue.inputs' and 'collect'.")
            : Math.Round(new LossMeter(measured, test).Measure(recipe.Evaluate.Sequences, cancellation: cancellation).BitsPerByte, 5);
    }

    private static JsonObject Row(double before, double after) => new() { ["before"] = before, ["after"] = after, ["change"] = Math.Round(after - before, 5) };

    private static double BytesPerToken(PackedDataset data) => Math.Round((double)data.Manifest.TextBytes / Math.Max(1, data.Manifest.Tokens), 4);

    /// <summary>The tokenizer of the model that it starts from, and the one that it goes on with; where the vocabulary grows, the model is written with rows for the new tokens.</summary>
    private static (Tokenizer Before, Tokenizer After) Tokenizers(StageContext context, Work work, string startFolder, CancellationToken cancellation)
    {
        var before = Tokenizer.Load(startFolder);
        if (context.Recipe.Continue.NewTokens == 0)
        {
            return (before, before);
        }

        if (!Directory.Exists(work.Extended))
        {
            var options = new TokenizerExtensionOptions { Tokens = context.Recipe.Continue.NewTokens, Threads = context.Threads };
            var extended = TokenizerExtension.Extend(before, JsonLines.ReadDocuments(work.Split("train")).Select(static document => document.Text), options, null, cancellation);
            using var target = AtomicFolder.Create(work.Extended);
            EmbeddingExtension.Write(startFolder, target.WorkPath, extended.FirstNewId, extended.Replaced);
            extended.Tokenizer.SaveFolder(target.WorkPath, ChatTemplate.Default);
            target.Complete();
        }

        return (before, Tokenizer.Load(work.Extended));
    }

    /// <summary>Packs the splits of both domains as the model reads them before and after; with an unchanged vocabulary that is the same.</summary>
    private static void Pack(StageContext context, Work work, Tokenizer before, Tokenizer after, CancellationToken cancellation)
    {
        var done = 0L;
        foreach (var (when, tokenizer) in new[] { ("before", before), ("after", after) })
        {
            foreach (var domain in new[] { Old, New })
            {
                foreach (var split in SplitStage.Splits)
                {
                    var folder = work.Packed(when, domain, split);
                    if (Directory.Exists(folder))
                    {
                        continue;
                    }

                    PackStage.Pack(context, tokenizer, domain is Old ? context.Run.Split(split) : work.Split(split), folder, count => context.Progress.Report(new StageProgress(done + count, 0, "documents")), cancellation);
                    done++;
                }
            }
        }
    }

    /// <summary>What the stage keeps for itself: every path below its folder.</summary>
    internal sealed record Work(string Root)
    {
        public string Cleaned => Path.Combine(Root, "cleaned");

        public string Extended => Path.Combine(Root, "extended");

        public string Split(string split) => Path.Combine(Root, "documents", split + ".jsonl");

        public string Packed(string when, string domain, string split) => Path.Combine(Root, "packed", when, domain, split);
    }
}
