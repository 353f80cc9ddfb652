namespace Sinter.Cli.Stages;

/// <summary>The stages of a recipe.</summary>
internal static class StageList
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<IStage> All { get; } =
    [
        new CollectStage(),
        new CleanStage(),
        new SplitStage(),
        new TokenizerStage(),
        new PackStage(),
        new PretrainStage(),
        new FinetuneStage(),
        new EvaluateStage(),
        new ReportStage(),
    ];
}
