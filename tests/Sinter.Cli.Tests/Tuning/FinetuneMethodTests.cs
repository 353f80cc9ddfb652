using Sinter.Cli.Tests.Verbs;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Each method: what is written is the model that was measured.</summary>
public sealed class FinetuneMethodTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Theory]
    [InlineData("full", true)]
    [InlineData("head", true)]
    [InlineData("last", true)]
    [InlineData("lora", true)]
    [InlineData("rslora", true)]
    [InlineData("dora", true)]
    [InlineData("qlora", true)]
    [InlineData("prefix", true)]
    [InlineData("prompt", true)]
    [InlineData("adapter", true)]
    [InlineData("features", true)]
    [InlineData("qlora", false)]
    [InlineData("prefix", false)]
    [InlineData("prompt", false)]
    [InlineData("adapter", false)]
    [InlineData("features", false)]
    public void What_is_written_predicts_as_what_was_measured(string method, bool encodes)
    {
        var test = Enumerable.Range(100, 16).ToList();
        var file = models.Lines("test.jsonl", test.Select(static i => TuningModels.Example("classify", i)));

        var folder = models.Finetune(encodes ? models.Encoder : models.Decoder, "classify", "--method", method, "--test", file, "--learning-rate", "0.02", "--steps", "6");

        var lines = Predictions.Of(file, folder, "--all").Whole(test.Count);
        var loss = -lines.Select((line, i) => Math.Log(line.GetProperty("probabilities").GetProperty(test[i] % 2 == 0 ? "positive" : "negative").GetDouble())).Average();
        var metrics = StageResult.Read(new RunFolder(folder), "finetune")!.Metrics;
        loss.ShouldBe(metrics["calibration"]!["logLoss"]!.GetValue<double>(), 1e-3);
        metrics["trainedParameters"]!.GetValue<long>().ShouldBeGreaterThan(0);
        File.Exists(new RunFolder(folder).ReportHtml).ShouldBeTrue();

        // Low-rank changes are added to the weights of the model and kept alone beside; what cannot be added is the model of the run.
        var isLowRank = method is "lora" or "rslora" or "dora" or "qlora";
        var isAdapter = method is "prefix" or "prompt" or "adapter";
        AdapterFolder.IsAdapter(new RunFolder(folder).Model).ShouldBe(isAdapter);
        File.Exists(Path.Combine(new RunFolder(folder).Model, ModelFolder.WeightsFileName)).ShouldBe(!isAdapter);
        AdapterFolder.IsAdapter(Path.Combine(new RunFolder(folder).StageWork("finetune"), "adapter")).ShouldBe(isLowRank || isAdapter);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("qlora")]
    [InlineData("prefix")]
    [InlineData("prompt")]
    [InlineData("adapter")]
    public void Instructions_are_learned_by_adapters_that_speak(string method)
    {
        var folder = models.Finetune(models.Decoder, "instruct", "--method", method, "--learning-rate", "0.05", "--steps", "30", "--set", "finetune.virtualTokens=6");

        var text = Predictions.Of(models.Lines("asked.txt", ["say hat 8"]), folder, "--max-tokens", "6").Whole(1)[0].GetProperty("text").GetString();
        text.ShouldNotBe(Predictions.Of(models.Lines("asked.txt", ["say hat 8"]), Untuned(), "--max-tokens", "6").Whole(1)[0].GetProperty("text").GetString());
        ToolRun.Of("generate", folder, "--prompt", "say", "--max-tokens", "3", "--greedy").Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void An_adapter_tunes_on_as_a_whole_or_says_why_not()
    {
        var folder = models.Finetune(models.Encoder, "classify", "--method", "prefix");

        ToolRun.Of("finetune", "--model", folder, "--data", models.Data("pair"), "--task", "pair", "--out", models.NewRun()).ShouldFail(ExitCode.Failed, "adapter");
    }

    [Fact]
    public void Names_of_parameters_in_place_of_a_method()
    {
        var folder = models.Finetune(models.Encoder, "classify", "--set", "finetune.trainedNames=[classifier*]");

        StageResult.Read(new RunFolder(folder), "finetune")!.Metrics["trainedParameters"]!.GetValue<long>().ShouldBeLessThan(100);
    }

    /// <summary>The model after a step of almost no length.</summary>
    private string Untuned() => models.Finetune(models.Decoder, "instruct", "--learning-rate", "1e-12", "--steps", "1");
}
