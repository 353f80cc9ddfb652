using Sinter.Cli.Recipes;
using Sinter.Cli.Tuning;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Aligns the model with what people, or rules, prefer.</summary>
internal sealed class AlignStage : IStage
{
    /// <inheritdoc/>
    public string Name => "align";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Align.Method is not "none";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        AlignmentRewards.CheckFiles(recipe.Align);
        return TuningInputs.Add(StageSettings.Of(recipe, Name, version: 2, "seed", "model.from"), [.. recipe.Align.Data, .. recipe.Align.Test], inputs);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.StageWork(Name), run.StageCheckpoints(Name), RunModels.Output(recipe, run, Name)];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        Directory.CreateDirectory(context.Run.StageWork(Name));
        return context.Recipe.Align switch
        {
            { IsByReward: true } => PolicyAlignment.Run(context, cancellation),
            { Method: "reward" } => RewardAlignment.Run(context, cancellation),
            _ => PreferenceAlignment.Run(context, cancellation),
        };
    }
}
