using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

public sealed class RunSummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_end_says_how_the_model_speaks_where_it_lies_and_how_to_chat_with_it()
    {
        Directory.CreateDirectory(Run.Model);
        File.WriteAllText(Run.ReportHtml, "");
        using (var events = EventLog.Open(Run.Events))
        {
            events.Sample("pretrain", 100, "Returns", "from the base model");
            events.Sample("finetune", 50, "What?", "too early");
            events.Sample("finetune", 100, "What?", "first\nanswer");
            events.Sample("finetune", 100, "Why?", new string('y', 299) + "💥");
        }

        var summary = Summary();

        summary.ShouldContain("> What?\n  first answer\n\n> Why?\n  " + new string('y', 299) + "...\n");
        summary.ShouldNotContain("too early");
        summary.ShouldNotContain("base model");
        summary.ShouldContain($"Model       {Run.Model}\n");
        summary.ShouldContain($"Report      {Run.ReportHtml}\n");
        summary.ShouldContain($"sinter chat {Run.Model}\n");
    }

    [Fact]
    public void What_does_not_exist_yet_is_not_named()
    {
        var summary = Summary();

        summary.ShouldBe($"\nNothing had changed, so nothing was run.\n\nRun folder  {Run.Root}\n");
    }

    private string Summary()
    {
        using var output = new StringWriter();
        RunSummary.Write(Run, [], output);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
