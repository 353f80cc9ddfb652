using Sinter.Cli.Recipes;

namespace Sinter.Cli.Stages;

/// <summary>The stages of a recipe.</summary>
internal static class StageList
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<IStage> All { get; } =
    [
        new CollectStage(),
        new CleanStage(),
        new DedupStage(),
        new DecontaminateStage(),
        new SplitStage(),
        new TokenizerStage(),
        new PackStage(),
        new PretrainStage(),
        new UpscaleStage(),
        new ContinueStage(),
        new FinetuneStage(),
        new AlignStage(),
        new EvaluateStage(),
        new ReportStage(),
    ];

    /// <summary>Those that a recipe has, in order.</summary>
    public static IReadOnlyList<IStage> Of(Recipe recipe) => [.. All.Where(stage => stage.IsPartOf(recipe))];

    /// <summary>The names of those that train: their section of the recipe is one of a training.</summary>
    public static IReadOnlyList<string> Trainings { get; } =
    [
        .. All.Select(static stage => stage.Name)
            .Where(static name => RecipeSchema.Sections.TryGetValue(name, out var section) && section.PropertyType.IsSubclassOf(typeof(TrainingSection))),
    ];
}
