using Sinter.Cli.Tests.Verbs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>What a run of a tuning is held to.</summary>
internal static class ToolRunTuning
{
    /// <summary>Holds that it failed with one sentence and no trace; a plan or a note may stand before.</summary>
    public static void ShouldFail(this ToolRun run, string sentence, int code = ExitCode.Failed)
    {
        run.Code.ShouldBe(code, run.Output);
        run.Error.ShouldContain(sentence);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        run.Error.ShouldNotContain("in a way that it should not");
    }
}
