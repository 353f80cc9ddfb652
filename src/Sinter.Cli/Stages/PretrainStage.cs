using Sinter.Cli.Recipes;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Trains a model on the packed documents themselves: with random weights, or with those of the model that the recipe starts from.</summary>
internal sealed class PretrainStage : IStage
{
    /// <inheritdoc/>
    public string Name => "pretrain";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe) => StageSettings.Of(recipe, Name, version: 1, "model", "seed");

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(RunFolder run) => [run.StageCheckpoints(Name), run.BaseModel];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        using var train = PackedDataset.Open(context.Run.PackedSplit("train"));
        using var validation = PackedDataset.Open(context.Run.PackedSplit("validation"));
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        var model = NewModel(context, train.VocabularySize);
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
                Prompt = RecipeObjectives.ContinuesText(context.Recipe) ? TrainingStages.Prompt : null,
            },
            cancellation);
        TrainingStages.Write(RunModels.Output(context.Recipe, context.Run, Name), model, tokenizer);
        return TrainingStages.Result(model, outcome, train);
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

    private static Model NewModel(StageContext context, int vocabularySize)
    {
        var backend = TrainingStages.Backend(context);
        if (context.Recipe.Model.From is { } from)
        {
            return ModelWeights.Load(from, backend, trainable: true);
        }

        var model = Model.Create(Config(context.Recipe, vocabularySize), backend);
        model.Initialize((ulong)context.Recipe.Seed);
        return model;
    }
}
