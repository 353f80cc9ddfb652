using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>A run that was stopped in whatever way, continued by the same command, ends in the very bytes of one that was not.</summary>
[Collection(TinyPipelineTests.Name)]
public sealed class StoppedRunTests(TinyPipeline tiny)
{
    [Fact]
    public async Task Killed_at_random_steps_it_goes_on_to_the_same_bytes()
    {
        var run = tiny.CopyOfPacked();
        int[] moments = [Random.Shared.Next(1, TinyPipeline.Steps / 3), Random.Shared.Next(1, TinyPipeline.Steps / 3)];
        foreach (var moment in moments)
        {
            using var tool = ToolProcess.Start(tiny.Command(run));
            await StepsAsync(run, tool, moment);
            tool.Kill();
            (await tool.EndAsync()).Code.ShouldNotBe(0);
        }

        var last = await ToolProcess.RunAsync(tiny.Command(run));

        last.Error.ShouldBe("");
        last.Plan.ShouldContain("pretrain resume was cut short", $"after kills {string.Join(" and ", moments)} steps in");
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole), $"after kills {string.Join(" and ", moments)} steps in");
    }

    [Fact]
    public async Task Ctrl_C_saves_exits_130_and_the_same_command_goes_on_to_the_same_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no way to send Ctrl+C to one process on Windows.");
        var run = tiny.CopyOfPacked();
        using (var tool = ToolProcess.Start(tiny.Command(run)))
        {
            await StepsAsync(run, tool, 13);
            tool.Interrupt();
            var stopped = await tool.EndAsync();
            stopped.Code.ShouldBe(130);
            stopped.Error.ShouldBe("Interrupted; the same command goes on from here.");
        }

        var steps = StepsIn(run);
        Directory.Exists(Path.Combine(run.StageCheckpoints("pretrain"), $"step-{steps:D8}")).ShouldBeTrue("the last step done must have been saved");

        var second = await ToolProcess.RunAsync(tiny.Command(run));

        second.Error.ShouldBe("");
        second.Plan.ShouldContain("pretrain resume was cut short");
        second.Output.ShouldContain($"pretrain goes on from step {steps} of {TinyPipeline.Steps}.");
        StepsIn(run).ShouldBe(TinyPipeline.Steps, "no step is done twice");
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole));
    }

    [Fact]
    public async Task A_checkpoint_cut_short_is_told_and_the_one_before_is_used()
    {
        var run = tiny.CopyOfPacked();
        using (var tool = ToolProcess.Start(tiny.Command(run)))
        {
            await StepsAsync(run, tool, 33);
            tool.Kill();
            await tool.EndAsync();
        }

        var newest = Directory.GetDirectories(run.StageCheckpoints("pretrain"), "step-????????").Max(StringComparer.Ordinal)!;
        using (var model = File.OpenWrite(Path.Combine(newest, "model.safetensors")))
        {
            model.SetLength(1000);
        }

        var second = await ToolProcess.RunAsync(tiny.Command(run));

        second.Output.ShouldContain($"The checkpoint '{newest}' cannot be used and is passed over: 'model.safetensors' was cut short or changed.");
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole));
    }

    /// <summary>Waits until so many more steps of the pre-training were done.</summary>
    private static async Task StepsAsync(RunFolder run, ToolProcess tool, int more)
    {
        var wanted = StepsIn(run) + more;
        while (StepsIn(run) < wanted)
        {
            tool.IsRunning.ShouldBeTrue("the tool must still be running");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static int StepsIn(RunFolder run) => EventLog.Read(run.Events).Count(happened => happened is { Stage: "pretrain", Event: "step" });
}
