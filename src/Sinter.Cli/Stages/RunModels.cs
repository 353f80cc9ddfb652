using Sinter.Cli.Recipes;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Where the models of a run lie: each training takes that of the training before it (the first, where nothing is pretrained, the model that the recipe starts from), and the last one makes the model of the run.</summary>
internal static class RunModels
{
    /// <summary>The trainings that a recipe has, in order.</summary>
    public static IReadOnlyList<string> Trainings(Recipe recipe) =>
        [.. StageList.Of(recipe).Select(static stage => stage.Name).Where(static name => StageList.Trainings.Contains(name, StringComparer.Ordinal))];

    /// <summary>The folder of the model that a training makes.</summary>
    public static string Output(Recipe recipe, RunFolder run, string training) =>
        training == Trainings(recipe)[^1] ? run.Model
        : training is "pretrain" ? run.BaseModel
        : run.StageModel(training);

    /// <summary>The folder of the model that a training starts from.</summary>
    public static string Input(Recipe recipe, RunFolder run, string training)
    {
        var trainings = Trainings(recipe);
        var index = trainings.Index().First(entry => entry.Item == training).Index;
        return index > 0 ? Output(recipe, run, trainings[index - 1]) : recipe.Model.From!;
    }
}
