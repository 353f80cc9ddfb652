using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Cli.Tests.Verbs;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Each task from its file to predictions.</summary>
public sealed class FinetuneTaskTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Theory]
    [InlineData("classify", false)]
    [InlineData("classify", true)]
    [InlineData("pair", false)]
    [InlineData("pair", true)]
    [InlineData("tokens", true)]
    [InlineData("qa", true)]
    [InlineData("choice", true)]
    [InlineData("choice", false)]
    [InlineData("regress", true)]
    [InlineData("regress", false)]
    [InlineData("generate", false)]
    [InlineData("instruct", false)]
    public void A_task_is_learned_measured_written_and_predicts(string task, bool encodes)
    {
        var folder = models.Finetune(encodes ? models.Encoder : models.Decoder, task);

        var run = new RunFolder(folder);
        TaskDescription.Read(run.Model)!.Task.ToString().ToLowerInvariant().ShouldBe(task);
        ModelWeights.Load(run.Model, new CpuBackend(1)).Config.Head.ShouldBe(TaskDescription.Read(run.Model)!.Head);
        File.ReadAllText(run.ReportHtml).ShouldContain("held-out");
        JsonNode.Parse(File.ReadAllText(run.ReportJson)).ShouldNotBeNull();
        var metrics = StageResult.Read(run, "finetune")!.Metrics;
        metrics["steps"]!.GetValue<int>().ShouldBe(3);
        metrics["examples"]!["test"]!.GetValue<int>().ShouldBe(TuningModels.Examples / 10);
        double.IsFinite(metrics["finalLoss"]!.GetValue<double>()).ShouldBeTrue();

        var (plain, json) = Input(task);
        var lines = Predictions.Of(models.Lines($"{task}-{encodes}.txt", [plain, json, "", plain]), folder, "--all", "--max-tokens", "5").Whole(3);
        lines[0].ToString().ShouldBe(lines[2].ToString());
        foreach (var line in lines)
        {
            Check(task, line);
        }
    }

    [Fact]
    public void The_same_command_again_runs_nothing_and_another_seed_runs_anew()
    {
        string[] command = ["finetune", "--model", models.Encoder, "--data", models.Data("classify"), "--task", "classify", "--steps", "3", "--out", models.NewRun()];
        var first = ToolRun.Of(command);
        first.Code.ShouldBe(ExitCode.Done, first.Error);
        first.Output.ShouldContain("Done: 2 stages");
        var weights = File.ReadAllBytes(Path.Combine(command[^1], "model", ModelFolder.WeightsFileName));

        ToolRun.Of(command).Output.ShouldContain("Nothing had changed, so nothing was run.");
        ToolRun.Of([.. command, "--seed", "3"]).Output.ShouldContain("Done: 2 stages");
        File.ReadAllBytes(Path.Combine(command[^1], "model", ModelFolder.WeightsFileName)).ShouldNotBe(weights);
        ToolRun.Of([.. command, "--threads", "2"]).Output.ShouldContain("Done: 2 stages");
        File.ReadAllBytes(Path.Combine(command[^1], "model", ModelFolder.WeightsFileName)).ShouldBe(weights);
    }

    [Fact]
    public void Text_with_a_class_a_file_and_a_table_are_recognised()
    {
        var good = models.Lines("good.txt", Enumerable.Range(0, 20).Select(static i => FormattableString.Invariant($"a lovely cake {i}")));
        var bad = models.Lines("bad.txt", Enumerable.Range(0, 20).Select(static i => FormattableString.Invariant($"an awful cake {i}")));
        var run = ToolRun.Of("finetune", "--model", models.Decoder, "--data", "good=" + good, "bad=" + bad, "--task", "classify", "--steps", "2", "--out", models.NewRun());
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("Run folder");

        var table = models.Lines("table.csv", ["title,mood", .. Enumerable.Range(0, 30).Select(static i => FormattableString.Invariant($"\"a, {i}\",{(i % 3 == 0 ? "up" : "down")}"))]);
        var folder = models.Finetune(models.Decoder, "classify", table, ["--text-field", "title", "--label-field", "mood"]);
        TaskDescription.Read(new RunFolder(folder).Model)!.Labels.ShouldBe(["down", "up"]);
    }

    [Fact]
    public void Other_methods_are_compared_folds_are_measured_and_weights_balanced()
    {
        var folder = models.Finetune(models.Encoder, "classify", "--compare", "scratch", "head", "--folds", "2", "--class-weights", "balanced");

        var metrics = StageResult.Read(new RunFolder(folder), "finetune")!.Metrics;
        var compared = metrics["comparisons"]![0]!.ToJsonString();
        compared.ShouldContain("\"scratch\"");
        compared.ShouldContain("\"head\"");
        compared.ShouldContain("Majority");
        metrics["crossValidation"]!["values"]!.AsArray().Count.ShouldBe(2);
        File.ReadAllText(new RunFolder(folder).ReportHtml).ShouldContain("scratch");
    }

    [Fact]
    public void With_balanced_weights_a_rare_class_counts_as_the_others()
    {
        // Nothing in the text says its class: what is learned is how often each counts.
        string Things(string name, int first) => models.Lines(name, Enumerable.Range(first, 80).Select(static i => FormattableString.Invariant($"{{\"text\":\"a thing {i}\",\"label\":\"{(i % 8 == 0 ? "rare" : "usual")}\"}}")));
        var (data, test) = (Things("rare.jsonl", 0), Things("rare-test.jsonl", 80));
        double Rare(string weights)
        {
            var folder = models.Finetune(models.Encoder, "classify", data, ["--method", "head", "--learning-rate", "0.05", "--steps", "60", "--class-weights", weights, "--test", test, "--set", "finetune.validateEvery=0"]);
            return Predictions.Of(test, folder, "--all").Whole(80).Average(static line => line.GetProperty("probabilities").GetProperty("rare").GetDouble());
        }

        Rare("none").ShouldBe(1 / 8.0, 0.1);
        Rare("balanced").ShouldBe(1 / 2.0, 0.15);
    }

    [Fact]
    public void A_recipe_learns_the_language_of_texts_without_those_that_are_measured_and_then_their_classes()
    {
        var data = models.Data("classify");
        var recipe = models.File("reviews.yaml", $$"""
            seed: 3
            threads: 1
            collect: { source: files, inputs: ['{{data}}'] }
            clean: { steps: [normalise] }
            tokenizer: { vocabularySize: 290 }
            pack: { contextLength: 64 }
            model: { family: modernbert, hiddenSize: 16, layers: 1, heads: 2, keyValueHeads: 2, intermediateSize: 32 }
            pretrain: { objective: masked, steps: 4, batchSize: 4, validateEvery: 0, checkpointEvery: 4, sampleEvery: 0 }
            finetune: { task: classify, train: ['{{data}}'], steps: 4, batchSize: 8, sampleEvery: 0, compare: [scratch] }
            """);
        var folder = models.NewRun();

        var run = ToolRun.Of("run", recipe, "--out", folder);

        run.Code.ShouldBe(ExitCode.Done, run.Error + run.Output);
        StageResult.Read(new RunFolder(folder), "split")!.Metrics["heldOutExamples"]!.GetValue<int>().ShouldBe(TuningModels.Examples / 10);
        Predictions.Of(data, folder).Whole(TuningModels.Examples);
        ToolRun.Of("run", recipe, "--out", folder).Output.ShouldContain("Nothing had changed, so nothing was run.");
    }

    [Fact]
    public void A_training_that_gets_no_better_ends_early()
    {
        var folder = models.NewRun();
        var run = ToolRun.Of("finetune", "--model", models.Encoder, "--data", models.Data("classify"), "--task", "classify", "--steps", "40", "--patience", "1", "--learning-rate", "1e-9", "--out", folder);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("was stopped at step");
        StageResult.Read(new RunFolder(folder), "finetune")!.Metrics["steps"]!.GetValue<int>().ShouldBeLessThan(40);
    }

    [Fact]
    public void A_run_is_a_model_for_the_next_tuning()
    {
        var first = models.Finetune(models.Encoder, "classify");

        var second = models.Finetune(first, "pair");

        TaskDescription.Read(new RunFolder(second).Model)!.Labels.ShouldBe(["other", "same"]);
    }

    private static (string Plain, string Json) Input(string task) => task switch
    {
        "pair" => ("the film\ta road", """{"premise":"the film","hypothesis":"the film"}"""),
        "tokens" => ("the hat is 7", """{"words":["the","hat","is","7"]}"""),
        "qa" => ("what was here?\tthe hat was here", """{"question":"what was here?","context":"the hat was here"}"""),
        "choice" => ("which?\ta hat\ta road\ta dog", """{"question":"which?","choices":["a hat","a road"]}"""),
        "instruct" => ("say hat", """{"messages":[{"role":"user","content":"say hat"}]}"""),
        _ => ("a lovely hat", """{"text":"a dull hat"}"""),
    };

    private static void Check(string task, JsonElement line)
    {
        double Number(string name) => line.GetProperty(name).GetDouble();
        switch (task)
        {
            case "classify" or "pair":
                line.GetProperty("label").GetString().ShouldBeOneOf(task == "pair" ? ["other", "same"] : ["negative", "positive"]);
                Number("probability").ShouldBeInRange(0.5, 1);
                line.GetProperty("probabilities").EnumerateObject().Sum(static entry => entry.Value.GetDouble()).ShouldBe(1, 1e-5);
                break;
            case "regress":
                Number("score").ShouldBeInRange(-10, 15);
                break;
            case "tokens":
                line.GetProperty("tags").EnumerateArray().Select(static tag => tag.GetString()).ShouldBeSubsetOf(["O", "B-THING", "B-NUMBER"]);
                line.GetProperty("tags").GetArrayLength().ShouldBe(4);
                line.GetProperty("probabilities").GetArrayLength().ShouldBe(4);
                break;
            case "qa":
                var answer = line.GetProperty("answer").GetString();
                (answer is null ? "the hat was here" : "the hat was here"[line.GetProperty("start").GetInt32()..]).ShouldStartWith(answer ?? "");
                break;
            case "choice":
                line.GetProperty("choice").GetInt32().ShouldBeInRange(0, 2);
                Number("probability").ShouldBeInRange(0.3, 1);
                break;
            default:
                line.EnumerateObject().Select(static entry => entry.Name).ShouldBe(["text"]);
                line.GetProperty("text").ValueKind.ShouldBe(JsonValueKind.String);
                break;
        }
    }
}
