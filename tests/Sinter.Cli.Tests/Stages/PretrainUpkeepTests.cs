using System.Text.Json.Nodes;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Cli.Tests.Tuning;
using Sinter.Cli.Tests.Verbs;
using Sinter.Data;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Runs;
using static Sinter.Cli.Tests.Tuning.UpkeepRuns;

namespace Sinter.Cli.Tests.Stages;

/// <summary>Pre-trainings of one run, each on more text than the one before.</summary>
public sealed class PretrainUpkeepTests : IDisposable
{
    private const int First = 240;
    private const int More = 120;
    private const int Steps = 40;

    private static readonly string[] Things = ["lamp", "door", "river", "garden", "window", "ladder", "bottle", "candle"];
    private static readonly string[] Places = ["room", "house", "forest", "harbour", "station"];

    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    private string Texts => Path.GetDirectoryName(_folder.File("texts/none"))!;

    private JsonObject Metrics => StageResult.Read(Run, "pretrain")!.Metrics;

    private JsonObject Upkeep => Metrics["upkeep"]!.AsObject();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_run_trains_as_ever_and_remembers_its_model_and_each_document_once()
    {
        Write("old.jsonl", 0, First, Plain);

        Sinter().Code.ShouldBe(ExitCode.Done);

        Metrics.ContainsKey("upkeep").ShouldBeFalse();
        Metrics["steps"]!.GetValue<int>().ShouldBe(Steps);
        string[] all = [.. Hashes("learned"), .. Hashes("watched"), .. Hashes("held-out")];
        all.Distinct().Count().ShouldBe(First);
        Hashes("held-out").Length.ShouldBe(Split("test").Count);
        Weights(Path.Combine(Run.PretrainUpkeep, "model")).ShouldBe(Weights(Run.Model));
        var weights = Weights(Run.Model);
        Directory.Delete(Run.Root, recursive: true);
        Sinter("pretrain.upkeep=false").Code.ShouldBe(ExitCode.Done);
        Weights(Run.Model).ShouldBe(weights, "to remember changes nothing");
        Directory.Exists(Run.PretrainUpkeep).ShouldBeFalse();
    }

    [Fact]
    public void More_documents_train_the_last_model_further_with_old_ones_beside_and_the_new_one_is_taken()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var (learned, heldOut, tokenizer, texts) = (Hashes("learned"), Hashes("held-out"), Tokenizer.Load(Run.Model).Fingerprint, Split("test"));
        Write("new.jsonl", First, More, Knightly);

        var second = Sinter();

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        var added = Hashes("learned").Except(learned).Count();
        Upkeep["newDocuments"]!.GetValue<int>().ShouldBe(added);
        added.ShouldBeInRange(More / 2, More);
        Upkeep["replayedDocuments"]!.GetValue<int>().ShouldBeInRange(50, learned.Length);
        Upkeep["heldOutBefore"]!.GetValue<int>().ShouldBe(heldOut.Length);
        Upkeep["heldOutNew"]!.GetValue<int>().ShouldBe(Hashes("held-out").Length - heldOut.Length);
        Upkeep["takesNew"]!.GetValue<bool>().ShouldBeTrue(Upkeep.ToJsonString());
        Upkeep["comparedItems"]!.AsArray().Select(static row => row!["measure"]!.GetValue<string>())
            .ShouldBe(["bits per byte", "bits per byte on what was held out before", "mean change on swapped groups"]);
        Upkeep["comparedItems"]![0]!["new"]!.GetValue<double>().ShouldBeLessThan(Upkeep["comparedItems"]![0]!["old"]!.GetValue<double>());
        Metrics["fairness"]!["gender"]!["probes"]!.GetValue<int>().ShouldBeGreaterThan(10);
        Metrics["steps"]!.GetValue<int>().ShouldBeInRange(Steps / 4, Steps - 1);
        Tokenizer.Load(Run.Model).Fingerprint.ShouldBe(tokenizer);
        texts.Except(Split("test")).ShouldBeEmpty("what was held out stays so");
        learned.Except(Hashes("learned")).ShouldBeEmpty();
        Hashes("held-out").Intersect(Hashes("learned")).ShouldBeEmpty();
        Weights(Path.Combine(Run.PretrainUpkeep, "model")).ShouldBe(Weights(Run.Model));
        File.ReadAllText(Run.ReportHtml).ShouldContain("the new model is taken");
        File.ReadAllText(Run.Events).ShouldContain("The new model takes the place of the one before: bits per byte");
        Sinter().Output.ShouldContain("nothing was run");
    }

    [Fact]
    public void Text_that_makes_the_model_worse_on_the_old_is_not_taken_up()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var (weights, learned, heldOut) = (Weights(Run.Model), Hashes("learned"), Hashes("held-out").Length);
        Write("noise.jsonl", First, First, static i => string.Concat(Enumerable.Range(0, 60).Select(at => (char)('a' + (StableHash.Of($"{i} {at}") % 26)))));

        var second = Sinter("pretrain.replay=0");

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        Upkeep["takesNew"]!.GetValue<bool>().ShouldBeFalse(Upkeep.ToJsonString());
        Upkeep["sentence"]!.GetValue<string>().ShouldStartWith("The model before stays, as the new one is worse: bits per byte on what was held out before: ");
        Upkeep["replayedDocuments"]!.GetValue<int>().ShouldBe(0);
        Weights(Run.Model).ShouldBe(weights);
        Weights(Path.Combine(Run.PretrainUpkeep, "model")).ShouldBe(weights);
        Hashes("learned").ShouldBe(learned);
        Hashes("held-out").Length.ShouldBeGreaterThan(heldOut, "what was measured once is never learned");
        File.ReadAllText(Run.ReportHtml).ShouldContain("the old model stays");
    }

    [Fact]
    public void Documents_are_known_by_their_content_wherever_they_stand_and_without_new_ones_nothing_is_trained()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var (weights, heldOut) = (Weights(Run.Model), Split("test").Order(StringComparer.Ordinal));

        // The same texts in the other order under other names: the rule alone would deal them out anew.
        File.WriteAllText(Path.Combine(Texts, "old.jsonl"), Lines(0, First, i => Plain(First - 1 - i), "other-"));
        var second = Sinter();

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        Upkeep["sentence"]!.GetValue<string>().ShouldStartWith("No document of the train split is new");
        Metrics["steps"]!.GetValue<int>().ShouldBe(0);
        Weights(Run.Model).ShouldBe(weights);
        Split("test").Order(StringComparer.Ordinal).ShouldBe(heldOut);
        Sinter().Output.ShouldContain("nothing was run");
    }

    [Fact]
    public void A_changed_document_is_seen_though_the_file_has_the_size_of_before_and_a_touched_file_is_none()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var file = Path.Combine(Texts, "old.jsonl");
        var length = new FileInfo(file).Length;
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(5));
        Sinter().Output.ShouldContain("nothing was run");
        File.WriteAllText(file, File.ReadAllText(file).Replace("nobody", "wenobe", StringComparison.Ordinal));
        new FileInfo(file).Length.ShouldBe(length);

        ToolRun.Of("run", _folder.File("upkeep.yaml"), "--out", Run.Root, "--dry-run").Output.ShouldContain("collect.input changed");
        Sinter().Code.ShouldBe(ExitCode.Done);

        Upkeep["newDocuments"]!.GetValue<int>().ShouldBeGreaterThan(First / 2);
    }

    [Fact]
    public void Another_shape_of_the_model_is_a_fresh_start()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);

        Sinter("model.layers=2").Code.ShouldBe(ExitCode.Done);

        ModelFolder.Open(Run.Model).Config.Layers.ShouldBe(2);
        File.ReadAllText(Run.Events).ShouldContain("The upkeep begins afresh, as \\u0027model.layers\\u0027 was 1 and is 2 now".Replace("\\u0027", "'", StringComparison.Ordinal));
        Metrics.ContainsKey("upkeep").ShouldBeFalse();
        Hashes("learned").Length.ShouldBe(Split("train").Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_update_that_is_stopped_or_dies_on_the_way_goes_on_to_the_same_model_and_never_loses_the_one_before(bool dies)
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var before = _folder.File("before");
        Copy(Run.Root, before);
        Write("new.jsonl", First, More, Knightly);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var (weights, decision, hashes) = (Weights(Run.Model), Upkeep.ToJsonString(), Hashes("learned"));

        Directory.Delete(Run.Root, recursive: true);
        Copy(before, Run.Root);
        var (accepted, learned) = (Weights(Path.Combine(Run.PretrainUpkeep, "model")), Hashes("learned"));
        using var stop = new CancellationTokenSource();
        using var view = new StoppingView(step: 4, stop, dies);
        var recipe = RecipeReader.Read(Run.Recipe);
        Should.Throw<Exception>(() => new StageRunner(recipe, Run, view).Run(() => StagePlanner.Plan(StageList.Of(recipe), recipe, Run), stop.Token));
        view.HasStopped.ShouldBeTrue();
        Weights(Path.Combine(Run.PretrainUpkeep, "model")).ShouldBe(accepted);
        Hashes("learned").ShouldBe(learned);
        Sinter().Code.ShouldBe(ExitCode.Done);

        Weights(Run.Model).ShouldBe(weights);
        Upkeep.ToJsonString().ShouldBe(decision);
        Hashes("learned").ShouldBe(hashes);
    }

    [Fact]
    public void What_was_cut_short_after_the_model_was_accepted_is_not_trained_again()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        Write("new.jsonl", First, More, Knightly);
        Sinter().Code.ShouldBe(ExitCode.Done);
        var (result, weights) = (StageResult.Read(Run, "pretrain")!, Weights(Run.Model));

        // As a machine leaves it that stops between the two: the model is accepted, the stage not on record.
        File.Delete(Run.Stage("pretrain"));
        new StageAttempt(result.Fingerprint, result.Settings, 0).Write(Run, "pretrain");
        Sinter().Code.ShouldBe(ExitCode.Done);

        StageResult.Read(Run, "pretrain")!.Metrics.ToJsonString().ShouldBe(result.Metrics.ToJsonString());
        Weights(Run.Model).ShouldBe(weights);
    }

    [Theory]
    [InlineData("modernbert", "masked")]
    [InlineData("t5", "span-corruption")]
    public void Models_that_go_on_with_no_text_are_kept_up_by_their_own_loss(string family, string objective)
    {
        string[] changes = [$"model.family={family}", "model.keyValueHeads=2", $"pretrain.objective={objective}"];
        Write("old.jsonl", 0, First, Plain);
        Sinter(changes).Code.ShouldBe(ExitCode.Done);
        Write("new.jsonl", First, More, Knightly);

        var second = Sinter(changes);

        second.Code.ShouldBe(ExitCode.Done, second.Error);
        Upkeep["comparedItems"]!.AsArray().Select(static row => row!["measure"]!.GetValue<string>()).ShouldBe(["nats a predicted token", "nats a predicted token on what was held out before"]);
        Metrics.ContainsKey("fairness").ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_memory_is_told_in_one_sentence()
    {
        Write("old.jsonl", 0, First, Plain);
        Sinter().Code.ShouldBe(ExitCode.Done);
        File.WriteAllText(Path.Combine(Run.PretrainUpkeep, "state.json"), "{");
        Write("new.jsonl", First, More, Knightly);

        var run = Sinter();

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1, run.Error);
        run.Error.ShouldContain("to begin afresh");
    }

    [Theory]
    [InlineData("'pretrain.upkeep' is true, expected false with 'collect.source' sums", "collect.source=sums", "collect.inputs=[]")]
    [InlineData("'pretrain.upkeep' is true, expected false with 'upscale'", "upscale.overlap=0")]
    public void What_cannot_be_kept_up_is_told(string sentence, params string[] changes)
    {
        Write("old.jsonl", 0, 10, Plain);

        var run = Sinter(changes);

        run.Code.ShouldNotBe(ExitCode.Done);
        run.Error.ShouldContain(sentence);
    }

    [Theory]
    [InlineData(10, 100, 0, 100)] // a tenth of the sequences: a tenth of the steps
    [InlineData(10, 100, 0.5, 200)] // and as many for the old ones
    [InlineData(90, 100, 0.5, 1000)] // never more than from nothing
    [InlineData(1, 100_000, 0.3, 1)]
    public void The_steps_of_an_update_follow_the_share_of_new_text(long fresh, long all, double replay, int expected) =>
        PretrainUpdate.Steps(1000, fresh, all, replay).ShouldBe(expected);

    private static string Plain(int i) => $"The {Things[i % 8]} number {i} stands in the {Places[i % 5]} and nobody has moved it, as {(i % 2 == 0 ? "he" : "she")} says.";

    private static string Knightly(int i) => $"Whereupon the knight of {Places[i % 5]} {i} beheld the {Things[i % 8]} and {(i % 3 == 0 ? "she" : "he")} spake thereof.";

    private static string Lines(int first, int count, Func<int, string> text, string prefix = "d") =>
        string.Concat(Enumerable.Range(first, count).Select(i => new JsonObject { ["id"] = $"{prefix}{i}", ["text"] = text(i) }.ToJsonString() + "\n"));

    private void Write(string name, int first, int count, Func<int, string> text) => _folder.File("texts/" + name, Lines(first, count, text));

    private string[] Hashes(string name) => File.ReadAllLines(Path.Combine(Run.PretrainUpkeep, name + ".txt"));

    private List<string> Split(string name) => [.. JsonLines.ReadDocuments(Run.Split(name)).Select(static document => document.Text)];

    private ToolRun Sinter(params string[] changes) =>
        ToolRun.Of(["run", _folder.File("upkeep.yaml", Recipe()), "--out", Run.Root, .. changes.SelectMany(static change => new[] { "--set", change })]);

    private string Recipe() => $$"""
        seed: 3
        threads: 1
        collect: { source: files, inputs: ['{{Texts}}'] }
        clean: { steps: [normalise] }
        split: { train: 0.7, validation: 0.1, test: 0.2 }
        tokenizer: { vocabularySize: 400 }
        pack: { contextLength: 64 }
        model: { hiddenSize: 32, layers: 1, heads: 2, keyValueHeads: 1, intermediateSize: 64 }
        pretrain: { steps: {{Steps}}, batchSize: 8, learningRate: 5e-3, warmupSteps: 4, validateEvery: 0, sampleEvery: 0, upkeep: true }
        finetune: { task: none }
        evaluate: { sequences: 40 }

        """;
}
