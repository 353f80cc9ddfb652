using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// Makes a deeper model of the pretrained one, and trains it on: on the very sequences that come after those that the pre-training read. Beside it, on the same sequences, its parent and a model
/// of its size with random weights, so that the report can say what the depth was worth.
/// </summary>
internal sealed class UpscaleStage : IStage
{
    private const string Parent = "parent";
    private const string Scratch = "scratch";

    /// <inheritdoc/>
    public string Name => "upscale";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText && recipe.Upscale.Overlap is not null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 1, "seed", "evaluate.sequences");

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.StageWork(Name), run.StageCheckpoints(Name), .. recipe.Upscale.Compare.Select(other => run.StageCheckpoints(Job(other))), RunModels.Output(recipe, run, Name)];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var recipe = context.Recipe;
        var parentFolder = RunModels.Input(recipe, context.Run, Name);
        var start = Path.Combine(context.Run.StageWork(Name), "start");
        var parent = ModelFolder.Open(parentFolder).Config;
        var config = LayerSurgery.Write(parentFolder, start, LayerSurgery.Upscaled(parent.Layers, recipe.Upscale.Overlap!.Value));
        using var train = PackedDataset.Open(context.Run.PackedSplit("train"));
        using var validation = PackedDataset.Open(context.Run.PackedSplit("validation"));
        using var test = PackedDataset.Open(context.Run.PackedSplit("test"));
        var tokenizer = Tokenizer.Load(parentFolder);
        var backend = TrainingStages.Backend(context);
        var bits = new List<ComparedFigure>
        {
            new("Parent, before", Measure(ModelWeights.Load(parentFolder, backend))) { Note = $"{parent.Layers} layers" },
            new("Up-scaled, before", Measure(ModelWeights.Load(start, backend))) { Note = $"{config.Layers} layers" },
        };

        var model = ModelWeights.Load(start, backend, trainable: true);
        var outcome = Train(Name, recipe.Upscale, model);
        TrainingStages.Write(RunModels.Output(recipe, context.Run, Name), model, tokenizer);
        var subject = new ComparedFigure("Up-scaled", Measure(model)) { Note = "after training on" };
        if (recipe.Upscale.Compare.Contains(Parent, StringComparer.Ordinal))
        {
            var same = ModelWeights.Load(parentFolder, backend, trainable: true);
            Train(Job(Parent), recipe.Upscale, same);
            bits.Add(new("Parent", Measure(same)) { Note = "trained on, the same tokens" });
        }

        if (recipe.Upscale.Compare.Contains(Scratch, StringComparer.Ordinal))
        {
            var random = Model.Create(config, backend);
            random.Initialize((ulong)recipe.Seed);

            // Healing takes a small rate, learning from nothing a large one: each gets its own.
            Train(Job(Scratch), recipe.Upscale with { LearningRate = recipe.Pretrain.LearningRate, MinimumLearningRate = recipe.Pretrain.MinimumLearningRate }, random);
            bits.Add(new("From scratch", Measure(random)) { Note = "as deep, the same added tokens" });
        }

        var result = TrainingStages.Result(model, outcome, train);
        result.Metrics["layers"] = new JsonObject { ["before"] = parent.Layers, ["after"] = config.Layers };
        result.Metrics["parametersBefore"] = parent.Parameters;
        result.Metrics[Comparison.Key] = new JsonArray(new Comparison("Depth up-scaling", "bits per byte of held-out text", LowerIsBetter: true, subject, bits).ToJson());
        return result;

        double Measure(Model measured) => Math.Round(new LossMeter(measured, test).Measure(recipe.Evaluate.Sequences, cancellation: cancellation).BitsPerByte, 5);

        TrainingOutcome Train(string name, Recipes.TrainingSection section, Model trained) => TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = name,
                Section = section,
                Model = trained,
                Tokenizer = tokenizer,
                Data = train,
                Validation = validation,
                FirstPlace = TrainingStages.Options(recipe.Pretrain, recipe.Seed, "").SequencesToRead,
                Prompt = TrainingStages.Prompt,
            },
            cancellation);
    }

    private string Job(string other) => $"{Name}-{other}";
}
