using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>What one run leaves, and what the next makes of it.</summary>
[Collection(TinyPipelineTests.Name)]
public sealed class WholeRunTests(TinyPipeline tiny)
{
    private static readonly string[] Stages = ["collect", "clean", "split", "tokenizer", "pack", "pretrain", "finetune", "evaluate", "report"];

    private RunFolder Run => tiny.Whole;

    [Fact]
    public void All_nine_stages_run_and_the_end_says_where_things_lie()
    {
        tiny.Result.Error.ShouldBe("");
        tiny.Result.Code.ShouldBe(0);
        tiny.Result.Plan.ShouldBe([.. Stages[..5].Select(stage => $"{stage} skip unchanged"), .. Stages[5..].Select(stage => $"{stage} run not done yet")]);
        Stages.ShouldAllBe(stage => StageResult.Read(Run, stage) != null);
        tiny.Result.Output.ShouldContain(Run.Model);
        tiny.Result.Output.ShouldContain(Run.ReportHtml);
        tiny.Result.Output.ShouldContain("> What does Acme.Lamp.Blink do?");
        foreach (var model in (string[])[Run.Model, Run.BaseModel])
        {
            Directory.GetFiles(model).Select(Path.GetFileName).Order(StringComparer.Ordinal)
                .ShouldBe(["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]);
        }
    }

    [Fact]
    public void The_report_has_the_figures_under_their_names()
    {
        var report = JsonNode.Parse(File.ReadAllText(Run.ReportJson))!;

        var bitsPerByte = report["evaluation"]!["bitsPerByte"]!;
        foreach (var name in (string[])["base", "tuned", "baseline"])
        {
            bitsPerByte[name]!.GetValue<double>().ShouldBeInRange(0.1, 8, name);
        }

        foreach (var name in (string[])["tuned", "majority"])
        {
            report["evaluation"]!["kindAccuracy"]![name]!.GetValue<double>().ShouldBeInRange(0, 1, name);
        }

        report["stages"]!.AsArray().Select(stage => stage!["name"]!.GetValue<string>()).ShouldBe(Stages[..^1]);
        foreach (var stage in report["stages"]!.AsArray())
        {
            stage!["seconds"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
            foreach (var key in (string[])["documentsIn", "documentsOut", "bytesIn", "bytesOut"])
            {
                stage[key]!.GetValueKind().ShouldBe(JsonValueKind.Number, key);
            }
        }

        File.ReadAllText(Run.ReportHtml).ShouldStartWith("<!DOCTYPE html>", Case.Insensitive);
    }

    [Fact]
    public void Documents_flow_from_stage_to_stage_and_none_is_lost_in_silence()
    {
        var results = Stages.ToDictionary(stage => stage, stage => StageResult.Read(Run, stage)!, StringComparer.Ordinal);

        results["clean"].DocumentsIn.ShouldBe(results["collect"].DocumentsOut);
        results["clean"].DocumentsOut.ShouldBe(results["clean"].DocumentsIn - results["clean"].Drops.Sum(drop => drop.Count));
        results["split"].DocumentsOut.ShouldBe(results["clean"].DocumentsOut);
        results["pack"].DocumentsOut.ShouldBe(results["split"].DocumentsOut);
        results["pretrain"].DocumentsIn.ShouldBeLessThan(results["pack"].DocumentsOut);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_counted_and_told()
    {
        var collect = StageResult.Read(Run, "collect")!;

        collect.Drops.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drop => drop.Reason.ShouldBe("unreadable"),
            drop => drop.Count.ShouldBe(2),
            drop => drop.Samples.Select(sample => sample.Id).ShouldContain(id => id.Contains("Cut.xml")),
            drop => drop.Samples.Select(sample => sample.Id).ShouldContain(id => id.Contains("NoXml.xml")));
        Warnings().Count(warning => warning.Contains("Cut.xml", StringComparison.Ordinal)).ShouldBe(1);
        File.ReadAllText(Run.ReportJson).ShouldContain("Cut.xml");
        File.ReadAllText(Run.Collected).ShouldContain("Comes before the cut and is well.");
    }

    [Fact]
    public void Questions_that_no_context_holds_count_as_wrong_and_are_told() =>
        Warnings().ShouldContain(warning => warning.EndsWith("questions are longer than the model's context of 128 tokens; they count as answered wrongly."));

    [Fact]
    public async Task The_same_command_again_finds_nothing_to_do()
    {
        var models = Directory.GetLastWriteTimeUtc(Run.Model);

        var again = await ToolProcess.RunAsync(tiny.Command(Run));

        again.Code.ShouldBe(0);
        again.Plan.ShouldBe(Stages.Select(stage => stage + " skip unchanged"));
        again.Output.ShouldContain("Nothing had changed, so nothing was run.");
        Directory.GetLastWriteTimeUtc(Run.Model).ShouldBe(models);
    }

    [Theory]
    [InlineData("pretrain.learningRate=0.002", "pretrain.learningRate changed from 0.001 to 0.002")]
    [InlineData("seed=8", "seed changed from 7 to 8")]
    [InlineData("model.keyValueHeads=4", "model.keyValueHeads changed from 2 to 4")]
    public async Task A_dry_run_says_what_would_run_and_why_and_writes_nothing(string change, string reason)
    {
        var before = Files();

        var result = await ToolProcess.RunAsync(tiny.Command(Run, "--set", change, "--dry-run"));

        result.Code.ShouldBe(0);
        result.Plan.ShouldBe(
        [
            .. Stages[..5].Select(stage => stage + " skip unchanged"),
            "pretrain run " + reason,
            change.StartsWith("seed", StringComparison.Ordinal) ? "finetune run seed changed from 7 to 8" : "finetune run 'pretrain' runs again",
            "evaluate run 'pretrain' runs again",
            "report run 'pretrain' runs again",
        ]);
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task A_changed_learning_rate_runs_again_from_the_pre_training_only()
    {
        var run = tiny.CopyOfWhole();
        var packed = Directory.GetFiles(run.Packed, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).ToArray();
        var firstHalf = TinyPipeline.Hashes(run, run.Documents, run.Tokenizer);

        var result = await ToolProcess.RunAsync(tiny.Command(run, "--set", "pretrain.learningRate=0.002"));

        result.Error.ShouldBe("");
        result.Output.ShouldContain("pretrain.learningRate changed from 0.001 to 0.002");
        Directory.GetFiles(run.PackedSplit("train"), "*").ShouldAllBe(file => packed.Contains(File.GetLastWriteTimeUtc(file)));
        TinyPipeline.Hashes(run, run.Documents, run.Tokenizer).ShouldBe(firstHalf);
        TinyPipeline.Hashes(run, run.BaseModel).ShouldNotBe(TinyPipeline.Hashes(tiny.Whole, tiny.Whole.BaseModel));
        File.ReadAllText(run.ReportJson).ShouldNotBe(File.ReadAllText(tiny.Whole.ReportJson));
    }

    [Fact]
    public async Task From_runs_again_what_is_done_and_gives_the_same_bytes()
    {
        var run = tiny.CopyOfWhole();

        var result = await ToolProcess.RunAsync(tiny.Command(run, "--from", "finetune", "--to", "finetune"));

        result.Code.ShouldBe(0);
        result.Plan.ShouldBe(
        [
            .. Stages[..6].Select(stage => stage + " leave before --from"),
            "finetune run asked for by --from",
            "evaluate leave after --to",
            "report leave after --to",
        ]);
        File.GetLastWriteTimeUtc(Path.Combine(run.Model, "model.safetensors")).ShouldBeGreaterThan(File.GetLastWriteTimeUtc(Path.Combine(run.BaseModel, "model.safetensors")));
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole));
    }

    [Fact]
    public async Task The_number_of_threads_changes_no_byte_of_any_stage()
    {
        var run = tiny.NewRun();

        (await ToolProcess.RunAsync(tiny.Command(run, "--set", "threads=2", "--to", "finetune"))).Code.ShouldBe(0);

        Everything(run).ShouldBe(Everything(tiny.Whole));

        static string[] Everything(RunFolder run) => TinyPipeline.Hashes(run, run.Documents, run.Tokenizer, run.Packed, run.Conversations, run.BaseModel, run.Model);
    }

    private IEnumerable<string> Warnings() =>
        EventLog.Read(Run.Events).Where(happened => happened.Event is "warning").Select(happened => happened.Data.GetProperty("message").GetString()!);

    private string[] Files() => [.. Directory.GetFiles(Run.Root, "*", SearchOption.AllDirectories).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}").Order(StringComparer.Ordinal)];
}
