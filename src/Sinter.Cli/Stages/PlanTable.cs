namespace Sinter.Cli.Stages;

/// <summary>A plan in words: a line for each stage, saying what happens with it and why.</summary>
internal static class PlanTable
{
    /// <summary>Gives the lines of <paramref name="plan"/> to <paramref name="line"/>, one at a time.</summary>
    public static void Write(IReadOnlyList<PlannedStage> plan, Action<string> line)
    {
        var width = plan.Max(static planned => planned.Stage.Name.Length);
        foreach (var planned in plan)
        {
            line($"{planned.Stage.Name.PadRight(width)}  {Verb(planned.Action),-7}  {planned.Reason}");
        }
    }

    private static string Verb(StageAction action) => action switch
    {
        StageAction.Keep => "skip",
        StageAction.Leave => "leave",
        StageAction.Resume => "resume",
        _ => "run",
    };
}
