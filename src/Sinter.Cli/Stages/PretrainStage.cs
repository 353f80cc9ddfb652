using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Trains a model on the packed documents themselves: with random weights, or with those of the model that the recipe starts from.</summary>
internal sealed class PretrainStage : IStage
{
    /// <inheritdoc/>
    public string Name => "pretrain";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe) => StageSettings.Of(recipe, Name, version: 1, "model", "seed");

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.StageCheckpoints(Name), RunModels.Output(recipe, run, Name)];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        using var train = PackedDataset.Open(context.Run.PackedSplit("train"));
        using var validation = PackedDataset.Open(context.Run.PackedSplit("validation"));
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        var model = NewModel(context, tokenizer);
        var objective = RecipeObjectives.Of(context.Recipe, tokenizer);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Name,
                Section = context.Recipe.Pretrain,
                Model = model,
                Tokenizer = tokenizer,
                Data = train,
                Validation = validation,
                Objective = objective,
                Prompt = context.Recipe.Pretrain.ContinuesText ? TrainingStages.Prompt : null,
            },
            cancellation);
        TrainingStages.Write(RunModels.Output(context.Recipe, context.Run, Name), model, tokenizer);
        var result = TrainingStages.Result(model, outcome, train);
        if (objective is MaskedTokens)
        {
            using var test = PackedDataset.Open(context.Run.PackedSplit("test"));
            var measured = new LossMeter(model, test, context.Recipe.Pretrain.BatchSize, objective).Measure(context.Recipe.Evaluate.Sequences, cancellation: cancellation);
            result.Metrics[Comparison.Key] = new JsonArray(new Comparison(
                "Masked tokens",
                $"guessed right of {Units.Count(measured.Targets)} in held-out text",
                LowerIsBetter: false,
                new ComparedFigure("The model", Math.Round(measured.Accuracy ?? 0, 5)),
                [new("Unigram guess", Math.Round(measured.UnigramAccuracy ?? 0, 5)) { Note = "always the most frequent token" }])
            { IsShare = true }.ToJson());
        }

        return result;
    }

    /// <summary>The model that a recipe describes, or the description of the one that it starts from.</summary>
    internal static ModelConfig Config(Recipe recipe, int vocabularySize) => recipe.Model.From is { } from
        ? ModelFolder.Open(from).Config
        : FamilyDefaults.Apply(new ModelConfig
        {
            Family = Enum.Parse<ModelFamily>(recipe.Model.Family, ignoreCase: true),
            VocabularySize = vocabularySize,
            HiddenSize = recipe.Model.HiddenSize,
            Layers = recipe.Model.Layers,
            Heads = recipe.Model.Heads,
            KeyValueHeads = recipe.Model.KeyValueHeads,
            IntermediateSize = recipe.Model.IntermediateSize,
            ContextLength = recipe.Pack.ContextLength,
            RopeBase = recipe.Model.RopeBase,
            PredictedTokens = recipe.Model.PredictedTokens,
        });

    /// <summary>The same, with the special tokens that the description of an encoder-decoder names.</summary>
    private static ModelConfig Config(Recipe recipe, Tokenizer tokenizer)
    {
        var config = Config(recipe, tokenizer.VocabularySize);
        return config.Kind == ModelKind.EncoderDecoder ? config with { DecoderStartToken = tokenizer.EndOfText, PaddingToken = tokenizer.EndOfText } : config;
    }

    private static Model NewModel(StageContext context, Tokenizer tokenizer)
    {
        var backend = TrainingStages.Backend(context);
        if (context.Recipe.Model.From is { } from)
        {
            return ModelWeights.Load(from, backend, trainable: true);
        }

        var model = Model.Create(Config(context.Recipe, tokenizer), backend);
        model.Initialize((ulong)context.Recipe.Seed);
        return model;
    }
}
