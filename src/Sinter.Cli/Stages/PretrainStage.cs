using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Cli.Tuning;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Trains a model on the packed documents themselves: with random weights, with those of the model that the recipe starts from, or with those that the last run of the recipe made.</summary>
internal sealed class PretrainStage : IStage
{
    /// <inheritdoc/>
    public string Name => "pretrain";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        var settings = StageSettings.Of(recipe, Name, version: 1, "model", "seed");
        if (!recipe.Pretrain.Upkeep)
        {
            // They decide nothing without: runs that are older than the keys stay as they are.
            settings.Remove("pretrain.upkeep");
            settings.Remove("pretrain.replay");
        }

        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) =>
        [run.StageCheckpoints(Name), RunModels.Output(recipe, run, Name), .. recipe.Pretrain.Upkeep ? [run.StageWork(Name)] : Array.Empty<string>()];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation) =>
        context.Recipe.Pretrain.Upkeep ? KeepUp(context, cancellation) : First(context, cancellation);

    /// <summary>Goes on from the model of the last pre-training where there is one, and remembers the one that is accepted.</summary>
    private StageResult KeepUp(StageContext context, CancellationToken cancellation)
    {
        var (recipe, folder, output) = (context.Recipe, context.Run.PretrainUpkeep, RunModels.Output(context.Recipe, context.Run, Name));
        if (UpkeepMemory.Accepted(folder, context, output) is { } done)
        {
            return done;
        }

        // Nothing is written or trained where nothing is new, and both folders are among what a finished stage must have.
        Directory.CreateDirectory(context.Run.StageWork(Name));
        var memory = UpkeepMemory.Read(folder);
        if (memory is not null && (PretrainMemory.Misfit(memory, recipe) ?? PretrainUpdate.Misfit(memory, context.Run)) is { } misfit)
        {
            context.Tell(Name, $"The upkeep begins afresh, as {misfit}; the model before is replaced without a comparison.");
            memory = null;
        }

        var (result, isTaken) = memory is null ? (First(context, cancellation), true) : new PretrainUpdate(context, memory, cancellation).Run();
        Directory.CreateDirectory(context.Run.StageCheckpoints(Name));
        UpkeepMemory.Write(folder, output, context.Fingerprint, result, PretrainMemory.Documents(context.Run).After(memory, isTaken), PretrainMemory.Basis(recipe));
        return result;
    }

    private StageResult First(StageContext context, CancellationToken cancellation)
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
        AddGuesses(result, context, model, objective, cancellation);
        return result;
    }

    /// <summary>Adds to the result how many masked tokens a model guesses in held-out text, where that is what it learned.</summary>
    internal static void AddGuesses(StageResult result, StageContext context, Model model, Objective objective, CancellationToken cancellation)
    {
        if (objective is not MaskedTokens)
        {
            return;
        }

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
