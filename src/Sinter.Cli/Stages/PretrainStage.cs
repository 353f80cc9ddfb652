using Sinter.Cli.Recipes;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Trains a model with random weights to predict the next token of the packed documents.</summary>
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
        var model = Model.Create(Config(context.Recipe, train.VocabularySize), TrainingStages.Backend(context));
        model.Initialize((ulong)context.Recipe.Seed);
        return TrainingStages.Train(
            context,
            Name,
            context.Recipe.Pretrain,
            model,
            train,
            validation,
            (tokenizer, text) => tokenizer.BeginningOfText is { } beginning ? [beginning, .. tokenizer.Encode(text)] : tokenizer.Encode(text),
            context.Run.BaseModel,
            cancellation);
    }

    /// <summary>The model that a recipe describes.</summary>
    internal static ModelConfig Config(Recipe recipe, int vocabularySize) => new()
    {
        VocabularySize = vocabularySize,
        HiddenSize = recipe.Model.HiddenSize,
        Layers = recipe.Model.Layers,
        Heads = recipe.Model.Heads,
        KeyValueHeads = recipe.Model.KeyValueHeads,
        IntermediateSize = recipe.Model.IntermediateSize,
        ContextLength = recipe.Pack.ContextLength,
        RopeBase = recipe.Model.RopeBase,
    };
}
