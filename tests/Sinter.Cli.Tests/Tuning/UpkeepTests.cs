using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Cli.Tests.Verbs;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Tunings of one run, each with more examples than the one before.</summary>
public sealed class UpkeepTests : IDisposable
{
    private const int First = 150;
    private const int More = 60;

    private static readonly string[] Things = ["lamp", "door", "river", "garden", "window", "ladder", "bottle", "candle"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public UpkeepTests()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 300, Threads = 1 })
            .Train([.. Things.Select(static thing => $"the {thing} is good, the {thing} is bad, so the man says")]);
        var config = new ModelConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 32,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1,
            IntermediateSize = 64,
            ContextLength = 64,
        };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(5);
        _model = _folder.File("start");
        ModelFolder.Write(_model, config, ModelWeights.ToWrite(model));
        tokenizer.SaveFolder(_model, ChatTemplate.Default, config.ContextLength);
    }

    private RunFolder Run => new(_folder.File("run"));

    private string Examples => _folder.File("examples.jsonl");

    private JsonObject Upkeep => StageResult.Read(Run, "finetune")!.Metrics["upkeep"]!.AsObject();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_tuning_remembers_its_model_and_each_of_its_examples_once()
    {
        Add(0, First);

        Tune().Code.ShouldBe(ExitCode.Done);

        var metrics = StageResult.Read(Run, "finetune")!.Metrics;
        metrics.ContainsKey("upkeep").ShouldBeFalse();
        metrics["accuracy"]!.GetValue<double>().ShouldBeGreaterThan(0.9);
        (Hashes("learned").Length, Hashes("watched").Length, Hashes("held-out").Length).ShouldBe(
            (metrics["examples"]!["train"]!.GetValue<int>(), metrics["examples"]!["validation"]!.GetValue<int>(), metrics["examples"]!["test"]!.GetValue<int>()));
        Hashes("learned").Concat(Hashes("watched")).Concat(Hashes("held-out")).Distinct().Count().ShouldBe(First);
        UpkeepRuns.Weights(Path.Combine(Run.Upkeep, "model")).ShouldBe(UpkeepRuns.Weights(Run.Model));
    }

    [Fact]
    public void More_examples_train_the_model_further_with_old_ones_beside_and_the_new_one_is_taken()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        var (learned, heldOut) = (Hashes("learned"), Hashes("held-out"));
        Add(First, More);

        var second = Tune("--set", "finetune.upkeepReplay=0.5");

        second.ShouldSatisfyAllConditions(run => run.Error.ShouldBeEmpty(), run => run.Code.ShouldBe(ExitCode.Done));
        var added = Hashes("learned").Except(learned).Count();
        added.ShouldBeInRange(More / 2, More);
        Upkeep["newExamples"]!.GetValue<int>().ShouldBe(added);
        Upkeep["replayedExamples"]!.GetValue<int>().ShouldBe(added, "half of what trains is old");
        Upkeep["heldOutBefore"]!.GetValue<int>().ShouldBe(heldOut.Length);
        Upkeep["takesNew"]!.GetValue<bool>().ShouldBeTrue();
        Upkeep["comparedItems"]!.AsArray().Select(static row => row!["measure"]!.GetValue<string>())
            .ShouldBe(["accuracy", "accuracy on what was held out before", "mean change on swapped groups", "predictions that stay on swapped groups"]);
        StageResult.Read(Run, "finetune")!.Metrics["fairness"]!["gender"]!["probes"]!.GetValue<int>().ShouldBeGreaterThan(0);
        learned.Except(Hashes("learned")).ShouldBeEmpty();
        heldOut.Except(Hashes("held-out")).ShouldBeEmpty();
        Hashes("held-out").Intersect(Hashes("learned")).ShouldBeEmpty();
        UpkeepRuns.Weights(Path.Combine(Run.Upkeep, "model")).ShouldBe(UpkeepRuns.Weights(Run.Model));
        File.ReadAllText(Run.ReportHtml).ShouldContain("the new model is taken");
        Tune("--set", "finetune.upkeepReplay=0.5").Output.ShouldContain("nothing was run");
    }

    [Fact]
    public void Examples_with_wrong_labels_make_a_worse_model_which_is_not_taken()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        var (weights, learned, heldOut) = (UpkeepRuns.Weights(Run.Model), Hashes("learned"), Hashes("held-out").Length);
        Add(First, First, areWrong: true);

        var second = Tune("--set", "finetune.upkeepReplay=0");

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        Upkeep["takesNew"]!.GetValue<bool>().ShouldBeFalse(Upkeep.ToJsonString());
        Upkeep["sentence"]!.GetValue<string>().ShouldStartWith("The model before stays, as the new one is worse: accuracy on what was held out before: ");
        Upkeep["replayedExamples"]!.GetValue<int>().ShouldBe(0);
        UpkeepRuns.Weights(Run.Model).ShouldBe(weights);
        UpkeepRuns.Weights(Path.Combine(Run.Upkeep, "model")).ShouldBe(weights);
        Hashes("learned").ShouldBe(learned);
        Hashes("held-out").Length.ShouldBeGreaterThan(heldOut, "what was measured once is never learned");
        File.ReadAllText(Run.ReportHtml).ShouldContain("the old model stays");
    }

    [Fact]
    public void Without_new_examples_nothing_is_trained()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        var (weights, accuracy) = (UpkeepRuns.Weights(Run.Model), StageResult.Read(Run, "finetune")!.Metrics["accuracy"]!.GetValue<double>());
        Add(0, 10);

        var second = Tune();

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        Upkeep["sentence"]!.GetValue<string>().ShouldStartWith("No example is new");
        var metrics = StageResult.Read(Run, "finetune")!.Metrics;
        metrics["steps"]!.GetValue<int>().ShouldBe(0);
        metrics["accuracy"]!.GetValue<double>().ShouldBe(accuracy, 0.1);
        UpkeepRuns.Weights(Run.Model).ShouldBe(weights);
        Tune().Output.ShouldContain("nothing was run");
    }

    [Fact]
    public void A_new_label_means_a_new_head_and_a_vanished_one_a_fresh_start()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        File.AppendAllText(Examples, string.Concat(Enumerable.Range(0, 40).Select(static i => $"{{\"text\":\"the {Things[i % 8]} {i} is so so\",\"label\":\"middling\"}}\n")));

        Tune().Code.ShouldBe(ExitCode.Done);

        TaskDescription.Read(Run.Model)!.Labels.Count.ShouldBe(Upkeep["takesNew"]!.GetValue<bool>() ? 3 : 2);
        Upkeep["replayedExamples"]!.GetValue<int>().ShouldBeGreaterThan(Upkeep["newExamples"]!.GetValue<int>());
        File.ReadAllText(Run.Events).ShouldContain("The label 'middling' is new, so the model has a new head");

        File.WriteAllLines(Examples, File.ReadLines(Examples).Where(static line => !line.Contains("\"bad\"", StringComparison.Ordinal)).ToList());
        Tune().Code.ShouldBe(ExitCode.Done);

        File.ReadAllText(Run.Events).ShouldContain("The upkeep begins afresh, as the label 'bad' is no longer among the examples");
        TaskDescription.Read(Run.Model)!.Labels.ShouldBe(["good", "middling"]);
    }

    [Fact]
    public void What_was_cut_short_after_the_model_was_accepted_is_not_tuned_again()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        Add(First, More);
        Tune().Code.ShouldBe(ExitCode.Done);
        var (result, weights) = (StageResult.Read(Run, "finetune")!, UpkeepRuns.Weights(Run.Model));

        // As a machine leaves it that stops between the two: the model is accepted, the stage not on record.
        File.Delete(Run.Stage("finetune"));
        new StageAttempt(result.Fingerprint, result.Settings, 0).Write(Run, "finetune");
        Tune().Code.ShouldBe(ExitCode.Done);

        StageResult.Read(Run, "finetune")!.Metrics.ToJsonString().ShouldBe(result.Metrics.ToJsonString());
        UpkeepRuns.Weights(Run.Model).ShouldBe(weights);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tuning_that_is_stopped_or_dies_on_the_way_goes_on_to_the_same_model_and_never_loses_the_one_before(bool dies)
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        var before = _folder.File("before");
        UpkeepRuns.Copy(Run.Root, before);
        Add(First, More);
        Tune().Code.ShouldBe(ExitCode.Done);
        var (weights, decision, hashes) = (UpkeepRuns.Weights(Run.Model), Upkeep.ToJsonString(), Hashes("learned"));

        Directory.Delete(Run.Root, recursive: true);
        UpkeepRuns.Copy(before, Run.Root);
        var (accepted, learned) = (UpkeepRuns.Weights(Path.Combine(Run.Upkeep, "model")), Hashes("learned"));
        using var stop = new CancellationTokenSource();
        using var view = new StoppingView(step: 7, stop, dies);
        var recipe = RecipeReader.Read(Run.Recipe);
        Should.Throw<Exception>(() => new StageRunner(recipe, Run, view).Run(() => StagePlanner.Plan(StageList.Of(recipe), recipe, Run), stop.Token));
        view.HasStopped.ShouldBeTrue();
        Directory.Exists(Run.Model).ShouldBeFalse("the model of the run is made anew");
        UpkeepRuns.Weights(Path.Combine(Run.Upkeep, "model")).ShouldBe(accepted);
        Hashes("learned").ShouldBe(learned);
        Tune().Code.ShouldBe(ExitCode.Done);

        UpkeepRuns.Weights(Run.Model).ShouldBe(weights);
        Upkeep.ToJsonString().ShouldBe(decision);
        Hashes("learned").ShouldBe(hashes);
    }

    [Fact]
    public void A_tuning_that_began_from_a_model_set_aside_finds_it_and_goes_on_to_the_same_weights()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        Add(First, More);
        Tune().Code.ShouldBe(ExitCode.Done);
        var weights = UpkeepRuns.Weights(Run.Model);

        // The same two tunings in another folder, of which the second finds the memory between two renames and one that was not ended.
        Directory.Delete(Run.Root, recursive: true);
        File.WriteAllLines(Examples, File.ReadLines(Examples).Take(First).ToList());
        Tune().Code.ShouldBe(ExitCode.Done);
        Directory.Move(Run.Upkeep, Run.Upkeep + ".old");
        Directory.CreateDirectory(Run.Upkeep + ".partial");
        Add(First, More);
        Tune().Code.ShouldBe(ExitCode.Done);

        UpkeepRuns.Weights(Run.Model).ShouldBe(weights);
        Directory.Exists(Run.Upkeep + ".old").ShouldBeFalse();
    }

    [Theory]
    [InlineData("pair", "accuracy")]
    [InlineData("tokens", "share of wrong words")]
    [InlineData("qa", "1 - F1 of answers")]
    [InlineData("choice", "accuracy")]
    [InlineData("regress", "mean absolute error")]
    [InlineData("generate", "1 - ROUGE-L")]
    [InlineData("instruct", "1 - ROUGE-L")]
    public void Each_task_is_kept_up_by_its_own_measure(string task, string measure)
    {
        string[] options = ["--task", task, "--epochs", "1", "--set", "finetune.validationShare=0.1"];
        AddOf(task, 0, 40);
        Run(options).ShouldSatisfyAllConditions(run => run.Error.ShouldBeEmpty(), run => run.Code.ShouldBe(ExitCode.Done));
        var numbers = TaskDescription.Read(this.Run.Model)!;
        AddOf(task, 40, 30);

        Run(options).ShouldSatisfyAllConditions(run => run.Error.ShouldBeEmpty(), run => run.Code.ShouldBe(ExitCode.Done));

        Upkeep["comparedItems"]!.AsArray()[0]!["measure"]!.GetValue<string>().ShouldBe(measure);
        Upkeep["newExamples"]!.GetValue<int>().ShouldBeInRange(20, 30);
        (TaskDescription.Read(this.Run.Model)!.Offset, TaskDescription.Read(this.Run.Model)!.Scale).ShouldBe((numbers.Offset, numbers.Scale), "what the head means stays");

        ToolRun Run(string[] more) => ToolRun.Of(
            ["finetune", "--model", _model, "--data", Examples, "--batch", "8", "--learning-rate", "3e-3", "--threads", "1", "--upkeep", "--out", this.Run.Root, .. more]);
    }

    [Fact]
    public void A_changed_label_is_seen_though_the_file_has_the_size_of_before_and_a_touched_file_is_none()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        File.SetLastWriteTimeUtc(Examples, DateTime.UtcNow.AddMinutes(5));
        Tune().Output.ShouldContain("nothing was run");
        var length = new FileInfo(Examples).Length;
        File.WriteAllText(Examples, File.ReadAllText(Examples).Replace("the lamp 0 is good", "the door 0 is good", StringComparison.Ordinal));
        new FileInfo(Examples).Length.ShouldBe(length);

        Tune().Code.ShouldBe(ExitCode.Done);

        (Upkeep["newExamples"]!.GetValue<int>() + Upkeep["heldOutBefore"]!.GetValue<int>()).ShouldBeGreaterThan(0);
        File.ReadAllText(Run.InputHashes).ShouldContain("examples.jsonl");
    }

    [Fact]
    public void A_method_whose_result_is_not_in_the_weights_cannot_be_kept_up()
    {
        Add(0, First);

        Tune("--method", "prefix").ShouldSatisfyAllConditions(run => run.Code.ShouldNotBe(ExitCode.Done), run => run.Error.ShouldContain("'finetune.upkeep' is true, expected false with 'finetune.method' prefix"));
    }

    [Fact]
    public void A_damaged_memory_is_told_in_one_sentence()
    {
        Add(0, First);
        Tune().Code.ShouldBe(ExitCode.Done);
        File.WriteAllText(Path.Combine(Run.Upkeep, "learned.txt"), "no hash\n");
        Add(First, More);

        var run = Tune();

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1, run.Error);
        run.Error.ShouldContain("Line 1 of");
    }

    private void Add(int first, int count, bool areWrong = false) => File.AppendAllText(Examples, string.Concat(Enumerable.Range(first, count).Select(i =>
        $"{{\"text\":\"the {(i % 3 == 0 ? "man" : "woman")} says the {Things[i % 8]} {i} is {(i % 2 == 0 ? "good" : "bad")}\",\"label\":\"{((i % 2 == 0) != areWrong ? "good" : "bad")}\"}}\n")));

    private void AddOf(string task, int first, int count) => File.AppendAllText(Examples, string.Concat(Enumerable.Range(first, count).Select(i =>
    {
        var (thing, word) = (Things[i % 8], i % 2 == 0 ? "good" : "bad");
        return new JsonObject
        {
            [task switch { "pair" => "sentence1", "generate" => "source", "instruct" => "instruction", "tokens" => "note", "qa" or "choice" => "question", _ => "text" }] = $"the {thing} {i}",
            [task switch { "pair" => "sentence2", "generate" => "target", "instruct" => "output", "tokens" => "words", "qa" => "context", "choice" => "choices", _ => "score" }] = task switch
            {
                "tokens" => new JsonArray("the", thing, $"{i}"),
                "qa" => $"the {thing} {i} is {word}",
                "choice" => new JsonArray($"{word} {i}", "lamp"),
                "regress" => i % 7,
                _ => $"is {word}",
            },
            [task switch { "tokens" => "tags", "qa" => "answers", "choice" => "answer", _ => "label" }] = task switch
            {
                "tokens" => new JsonArray("x", "y", "x"),
                "qa" => new JsonObject { ["text"] = new JsonArray(word), ["answer_start"] = new JsonArray($"the {thing} {i} is ".Length) },
                "choice" => i % 2,
                _ => word,
            },
        }.ToJsonString() + "\n";
    })));

    private ToolRun Tune(params string[] more) => ToolRun.Of(
        ["finetune", "--model", _model, "--data", Examples, "--task", "classify", "--epochs", "6", "--batch", "8", "--learning-rate", "3e-3", "--threads", "1", "--upkeep", "--out", Run.Root, .. more]);

    private string[] Hashes(string name) => File.ReadAllLines(Path.Combine(Run.Upkeep, name + ".txt"));
}
