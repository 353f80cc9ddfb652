using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Cli.Tests.Verbs;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

/// <summary>Recipes whose model grows, goes on in a new domain, or is tuned for a task, on texts of the user's own.</summary>
public sealed class GrowingRunTests : IDisposable
{
    private static readonly string[] Things = ["lamp", "door", "river", "garden", "window", "ladder", "bottle", "candle"];
    private static readonly string[] Places = ["room", "house", "forest", "harbour", "station"];

    private readonly TemporaryFolder _folder = new();

    public GrowingRunTests()
    {
        _folder.File("old.jsonl", Lines(160, static i => $"The {Things[i % 8]} number {i} stands in the {Places[i % 5]} and nobody has moved it since."));
        _folder.File("new.jsonl", Lines(120, static i => $"Whereupon the knight of {Places[i % 5]} {i} beheld the {Things[i % 8]} and spake thereof."));
        _folder.File("good.txt", string.Concat(Enumerable.Range(0, 60).Select(static i => $"a fine {Things[i % 8]} which everybody loves in the {Places[i % 5]} {i}\n")));
        _folder.File("bad.txt", string.Concat(Enumerable.Range(0, 60).Select(static i => $"a poor {Things[i % 8]} which nobody wants in the {Places[i % 5]} {i}\n")));
        _folder.File("pairs.jsonl", string.Concat(Enumerable.Range(0, 60).Select(static i => $"{{\"input\":\"where is the {Things[i % 8]}\",\"target\":\"in the {Places[i % 8 % 5]}\"}}\n")));
    }

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_deeper_model_is_made_and_measured_beside_its_parent_and_one_from_nothing()
    {
        Sinter("upscale: { overlap: 1, steps: 3, batchSize: 2, learningRate: 1e-3, validateEvery: 0, sampleEvery: 0 }", "finetune: { task: none }").ShouldBe(ExitCode.Done);

        ModelFolder.Open(Run.BaseModel).Config.Layers.ShouldBe(2);
        ModelFolder.Open(Run.Model).Config.Layers.ShouldBe(2);
        var result = StageResult.Read(Run, "upscale")!;
        var comparison = Comparison.Of(result.Metrics).Single();
        comparison.Others.Select(static other => other.Name).ShouldBe(["Parent, before", "Up-scaled, before", "Parent", "From scratch"]);
        comparison.Others.ShouldAllBe(static other => other.Value > 0 && other.Value < 20);
        Directory.Exists(Run.StageCheckpoints("upscale-scratch")).ShouldBeTrue();
        File.ReadAllText(Run.ReportHtml).ShouldContain("Depth up-scaling");

        // Nothing is trained again, and what is kept is told.
        Sinter("upscale: { overlap: 1, steps: 3, batchSize: 2, learningRate: 1e-3, validateEvery: 0, sampleEvery: 0 }", "finetune: { task: none }").ShouldBe(ExitCode.Done);
        StageResult.Read(Run, "upscale")!.Seconds.ShouldBe(result.Seconds);
    }

    [Fact]
    public void A_new_domain_grows_the_vocabulary_and_both_domains_are_measured_before_and_after()
    {
        Sinter($"continue: {{ inputs: ['{_folder.File("new.jsonl")}'], newTokens: 20, replay: 0.5, steps: 4, batchSize: 2, learningRate: 1e-3, validateEvery: 0, sampleEvery: 0 }}", "finetune: { task: none }").ShouldBe(ExitCode.Done);

        var result = StageResult.Read(Run, "continue")!;
        result.Metrics["newTokens"]!.GetValue<int>().ShouldBe(20);
        var bits = result.Metrics["bitsPerByte"]!.AsObject();
        foreach (var domain in new[] { "newDomain", "oldDomain" })
        {
            bits[domain]!["before"]!.GetValue<double>().ShouldBeInRange(0.1, 20);
            bits[domain]!["after"]!.GetValue<double>().ShouldBeInRange(0.1, 20);
        }

        Tokenizer.Load(Run.Model).VocabularySize.ShouldBe(Tokenizer.Load(Run.BaseModel).VocabularySize + 20);
        ModelFolder.Open(Run.Model).Config.VocabularySize.ShouldBe(Tokenizer.Load(Run.Model).VocabularySize);
        Comparison.Of(result.Metrics).Select(static comparison => comparison.IsCost).ShouldBe([false, true]);
    }

    [Fact]
    public void A_run_starts_from_a_model_that_is_there()
    {
        Sinter("finetune: { task: none }").ShouldBe(ExitCode.Done);
        ToolRun.Of("run", Recipe("finetune: { task: none }"), "--out", Run.Root).Output.ShouldContain("nothing was run");
        var other = new RunFolder(_folder.File("second"));

        Sinter(other, $"model: {{ from: '{Run.Model}' }}", "finetune: { task: none }").ShouldBe(ExitCode.Done);

        Tokenizer.Load(other.Tokenizer).Fingerprint.ShouldBe(Tokenizer.Load(Run.Tokenizer).Fingerprint);
        var (first, second) = (Loss(Run), Loss(other));
        second.ShouldBeLessThan(first, "the second run goes on from the weights of the first");

        static double Loss(RunFolder run) => StageResult.Read(run, "pretrain")!.Metrics["finalLoss"]!.GetValue<double>();
    }

    [Theory]
    [InlineData("modernbert")]
    [InlineData("bert")]
    public void An_encoder_learns_masked_words_and_then_classes(string family)
    {
        Sinter(
            $"model: {{ family: {family}, hiddenSize: 32, layers: 2, heads: 2, keyValueHeads: 2, intermediateSize: 64 }}",
            $"finetune: {{ task: classify, train: ['good={_folder.File("good.txt")}', 'bad={_folder.File("bad.txt")}'], steps: 60, batchSize: 32, learningRate: 3e-3, warmupSteps: 5, validateEvery: 0, sampleEvery: 0 }}",
            "pretrain: { objective: masked, steps: 6, batchSize: 4, learningRate: 1e-3, validateEvery: 0, sampleEvery: 0 }").ShouldBe(ExitCode.Done);
        ToolRun.Of("run", _folder.File("growing.yaml"), "--out", Run.Root).Output.ShouldContain("nothing was run");

        var masked = Comparison.Of(StageResult.Read(Run, "pretrain")!.Metrics).Single();
        masked.Others.Single().Name.ShouldBe("Unigram guess");
        var result = StageResult.Read(Run, "finetune")!;
        result.Metrics["labels"]!.AsArray().Select(static label => label!.GetValue<string>()).ShouldBe(["bad", "good"]);
        result.Metrics["accuracy"]!.GetValue<double>().ShouldBeGreaterThan(0.9, "loves and wants tell the classes apart");
        var config = ModelFolder.Open(Run.Model).Config;
        config.Head.ShouldBe(ModelHead.SequenceClassification);
        config.Labels.ShouldBe(["bad", "good"]);
    }

    [Fact]
    public void An_encoder_decoder_learns_spans_and_then_pairs()
    {
        Sinter(
            "model: { family: t5, hiddenSize: 32, layers: 2, heads: 2, keyValueHeads: 2, intermediateSize: 64 }",
            $"finetune: {{ task: seq2seq, train: ['{_folder.File("pairs.jsonl")}'], test: ['{_folder.File("pairs.jsonl")}'], textField: input, labelField: target, steps: 10, batchSize: 4, learningRate: 3e-3, validateEvery: 0, sampleEvery: 0 }}",
            "pretrain: { objective: span-corruption, steps: 4, batchSize: 4, learningRate: 1e-3, validateEvery: 0, sampleEvery: 0 }",
            "evaluate: { questions: 8 }").ShouldBe(ExitCode.Done);

        var metrics = StageResult.Read(Run, "finetune")!.Metrics;
        metrics["samples"]!.AsArray().Count.ShouldBe(5);
        metrics["pairs"]!["leftOut"]!.GetValue<int>().ShouldBe(0);
        ModelFolder.Open(Run.Model).Config.Family.ShouldBe(ModelFamily.T5);
    }

    [Theory]
    [InlineData("pretrain: { objective: masked }", "does not say what stands behind a mask")]
    [InlineData("upscale: { overlap: 9 }", "'upscale.overlap' is 9, expected less than 'model.layers' (2).")]
    [InlineData("continue: { inputs: [ 'none/*.txt' ] }", "none/*.txt")]
    [InlineData("finetune: { task: classify }", "'finetune.train'")]
    [InlineData("model: { from: nowhere }", "nowhere")]
    public void What_cannot_be_trained_is_told_in_one_sentence(string section, string sentence)
    {
        var run = ToolRun.Of("run", Recipe(section), "--out", Run.Root);

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1, run.Error);
        run.Error.ShouldContain(sentence);
    }

    private static string Lines(int count, Func<int, string> text) =>
        string.Concat(Enumerable.Range(0, count).Select(i => new JsonObject { ["id"] = $"d{i}", ["text"] = text(i) }.ToJsonString() + "\n"));

    private int Sinter(params string[] sections) => Sinter(Run, sections);

    private int Sinter(RunFolder run, params string[] sections)
    {
        var result = ToolRun.Of("run", Recipe(sections), "--out", run.Root);
        result.Error.ShouldBeEmpty();
        return result.Code;
    }

    /// <summary>A recipe of the usual sections, of which the given ones take the place of those with their names.</summary>
    private string Recipe(params string[] sections)
    {
        string[] usual =
        [
            $"collect: {{ source: files, inputs: ['{_folder.File("old.jsonl")}'] }}",
            "clean: { steps: [normalise] }",
            "split: { train: 0.7, validation: 0.15, test: 0.15 }",
            "tokenizer: { vocabularySize: 330 }",
            "pack: { contextLength: 64 }",
            "model: { hiddenSize: 32, layers: 2, heads: 2, keyValueHeads: 1, intermediateSize: 64 }",
            "pretrain: { steps: 6, batchSize: 4, learningRate: 3e-3, warmupSteps: 2, validateEvery: 0, sampleEvery: 0 }",
            "finetune: { steps: 4 }",
            "evaluate: { sequences: 4 }",
        ];
        var named = sections.Select(Name).ToHashSet(StringComparer.Ordinal);
        return _folder.File("growing.yaml", string.Join('\n', ["seed: 3", "threads: 1", .. usual.Where(section => !named.Contains(Name(section))), .. sections]) + "\n");

        static string Name(string section) => section[..section.IndexOf(':', StringComparison.Ordinal)];
    }
}
