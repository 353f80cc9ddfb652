using System.Text.Json;
using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>One training stage by itself, and its profile.</summary>
[Collection(TinyPipelineTests.Name)]
public sealed class TrainTests(TinyPipeline tiny)
{
    [Fact]
    public async Task A_training_alone_and_profiled_gives_the_same_bytes_a_table_and_a_trace()
    {
        var run = tiny.CopyOfPacked();

        var first = await ToolProcess.RunAsync(Command(run, "--stage", "pretrain", "--profile"));

        first.Error.ShouldBe("");
        first.Code.ShouldBe(0);
        first.Plan.ShouldBe(["collect skip unchanged", "clean skip unchanged", "split skip unchanged", "tokenizer skip unchanged", "pack skip unchanged", "pretrain run not done yet"]);
        TinyPipeline.Hashes(run, run.BaseModel).ShouldBe(TinyPipeline.Hashes(tiny.Whole, tiny.Whole.BaseModel));
        first.Output.ShouldContain("Profile of pretrain\n10 steps of ");
        foreach (var row in new[] { "MatMul ", "AdamW ", "LinearCrossEntropy ", "outside kernels " })
        {
            first.Output.ShouldContain("\n" + row);
        }

        // Ten steps, in each of which two layers multiply by four matrices forwards and eight times backwards.
        Events(run.Profile, "step").ShouldBe(10);
        Events(run.Profile, "AdamW").ShouldBe(10);
        Events(run.Profile, "MatMul").ShouldBe(10 * 2 * (4 + 8));

        // What is done is not done again; the next training goes on from it.
        var trace = run.Root + ".trace.json";
        var second = await ToolProcess.RunAsync(Command(run, "--profile", trace));

        second.Error.ShouldBe("");
        second.Plan.TakeLast(2).ShouldBe(["pretrain skip unchanged", "finetune run not done yet"]);
        second.Output.ShouldContain("Profile of finetune");
        second.Output.ShouldNotContain("Profile of pretrain");
        Events(trace, "step").ShouldBe(10);
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole));
        StageResult.Read(run, "evaluate").ShouldBeNull();

        var third = await ToolProcess.RunAsync(Command(run, "--profile"));

        third.Code.ShouldBe(0);
        third.Output.ShouldContain("There is no profile, as no step was trained");
    }

    private static int Events(string trace, string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(trace));
        return json.RootElement.GetProperty("traceEvents").EnumerateArray()
            .Count(item => item.GetProperty("ph").GetString() == "X" && item.GetProperty("name").GetString() == name);
    }

    private string[] Command(RunFolder run, params string[] more) => ["train", .. tiny.Command(run, more)[1..]];
}
