using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Sinter.Data;
using Sinter.Data.Lineage;
using Sinter.Data.Packing;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>A run that is made to forget a document: nothing of it is left but what models have learnt, which is told; and the run goes on as if it had never been there.</summary>
[Collection(TinyPipelineTests.Name)]
public sealed class ForgottenRunTests(TinyPipeline tiny)
{
    private static readonly string[] PackedSplits = ["train", "validation", "test", "chat-train", "chat-validation"];

    /// <summary>A document of the train split that no sample of the recipe asks for.</summary>
    private static Document Chosen(RunFolder run) => JsonLines.ReadDocuments(run.Split("train")).First(static document => document.Id.Contains("Kettle", StringComparison.Ordinal) && document.Text.Contains("told to", StringComparison.Ordinal));

    [Fact]
    public async Task Nothing_of_it_is_left_in_any_file_or_token_and_all_else_is()
    {
        var run = tiny.CopyOfWhole();
        var document = Chosen(run);
        var sentence = document.Text.Split('\n').MaxBy(static line => line.Length)!;
        FilesWith(run, sentence).ShouldContain("documents/train.jsonl");
        FilesWith(run, document.Id).Count.ShouldBeGreaterThan(5);

        var dry = await ToolProcess.RunAsync("data", "forget", document.Id, "--in", run.Root, "--dry-run");
        dry.Code.ShouldBe(0);
        dry.Output.ShouldContain("Nothing was changed.");
        FilesWith(run, sentence).ShouldContain("documents/train.jsonl");

        var receipts = Path.Combine(run.Root + "-receipts");
        var forgotten = await ToolProcess.RunAsync("data", "forget", document.Id, "--in", run.Root, "--yes", "--out", receipts);

        forgotten.Error.ShouldBe("");
        forgotten.Code.ShouldBe(0);
        FilesWith(run, document.Id).ShouldBeEmpty();
        FilesWith(run, sentence).ShouldBeEmpty();
        FilesWith(run, document.Text).ShouldBeEmpty();
        var name = document.Metadata["name"];
        FilesWith(run, $"\"{name}\"").ShouldBeEmpty();
        var tokenizer = Tokenizer.Load(run.Tokenizer);
        foreach (var split in PackedSplits)
        {
            using var before = PackedDataset.Open(tiny.Whole.PackedSplit(split));
            using var after = PackedDataset.Open(run.PackedSplit(split));
            Texts(after, tokenizer).ShouldAllBe(text => !text.Contains(sentence, StringComparison.Ordinal));
            after.Locate(document.Id).ShouldBeEmpty();
            after.Sequences.ShouldBe(before.Sequences);
            (after.Manifest.Tokens + Gone(receipts, split)).ShouldBe(before.Manifest.Tokens);
            after.DocumentIds().Where(static id => id.Length > 0).ShouldBe(before.DocumentIds().Where((_, i) => after.DocumentIds().ElementAt(i).Length > 0));
        }

        // The models are as they were, and told, with the steps that read the document.
        TinyPipeline.Models(run).ShouldBe(TinyPipeline.Models(tiny.Whole));
        var models = Receipt(receipts)["models"]!.AsArray();
        string[] seen = ["tokenizer/tokenizer.json", "checkpoints/pretrain/step-00000110", "checkpoints/pretrain/step-00000120", "model-base"];
        models.Select(static model => model!["path"]!.GetValue<string>()).Take(4).ShouldBe(seen);
        using var packed = PackedDataset.Open(tiny.Whole.PackedSplit("train"));
        var sequences = packed.Locate(document.Id).Select(static place => place.Sequence).ToHashSet();
        var order = new TrainingOptions { Steps = TinyPipeline.Steps, BatchSize = 2, Seed = 7 }.SequencesRead(packed.Sequences).ToList();
        var steps = order.Index().Where(place => sequences.Contains(place.Item)).Select(static place => (place.Index / 2) + 1).ToList();
        models[3]!["readings"]!.GetValue<int>().ShouldBe(steps.Count);
        models[3]!["steps"]!.AsArray().Select(static step => step!.GetValue<int>()).ShouldBe(steps.Distinct());
    }

    private static long Gone(string receipts, string split) =>
        Receipt(receipts)["tokens"]!.AsArray().Where(place => place!["folder"]!.GetValue<string>() == "packed/" + split).Sum(static place => place!["length"]!.GetValue<long>());

    private static JsonNode Receipt(string folder) => JsonNode.Parse(File.ReadAllText(Directory.GetFiles(folder, "*.json").Single()))!;

    [Fact]
    public async Task The_run_goes_on_trains_again_and_does_not_bring_it_back()
    {
        var run = tiny.CopyOfPacked();
        var document = Chosen(run);
        (await ToolProcess.RunAsync("data", "forget", document.Id, "--in", run.Root, "--yes")).Code.ShouldBe(0);

        // What was done stays done, and the packed data train.
        var trained = await ToolProcess.RunAsync(tiny.Command(run, "--to", "pretrain", "--set", "pretrain.steps=20"));
        trained.Error.ShouldBe("");
        trained.Plan.Take(5).ShouldAllBe(static line => line.EndsWith("skip unchanged", StringComparison.Ordinal));
        StageResult.Read(run, "pretrain")!.Metrics["steps"]!.GetValue<int>().ShouldBe(20);

        // From the source again: it still has the document.
        var again = await ToolProcess.RunAsync(tiny.Command(run, "--from", "collect", "--to", "pack"));
        again.Error.ShouldBe("");
        FilesWith(run, document.Id).ShouldBeEmpty();
        JsonLines.ReadDocuments(run.Split("train")).Count().ShouldBe(JsonLines.ReadDocuments(tiny.Whole.Split("train")).Count() - 1);
    }

    [Fact]
    public async Task Cut_short_it_is_ended_by_the_same_command_and_no_run_begins_before()
    {
        var run = tiny.CopyOfPacked();
        var document = Chosen(run);
        var forgetting = Forgetting.Find(run.Root, new ForgetRequest([document.Id], null), new ForgottenHash(null));
        Should.Throw<OperationCanceledException>(() => forgetting.Apply([], DateTimeOffset.UtcNow, static () => throw new OperationCanceledException()));

        var refused = await ToolProcess.RunAsync(tiny.Command(run, "--to", "pack"));
        refused.Code.ShouldBe(1);
        refused.Error.ShouldContain("was cut short while it forgot documents");

        var ended = await ToolProcess.RunAsync("data", "forget", document.Id, "--in", run.Root, "--yes");
        ended.Error.ShouldBe("");
        ended.Output.ShouldContain("Ended in");
        FilesWith(run, document.Id).ShouldBeEmpty();
        (await ToolProcess.RunAsync(tiny.Command(run, "--to", "pack"))).Plan.Take(5).ShouldAllBe(static line => line.EndsWith("skip unchanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_nowhere_is_told_with_where_it_was_looked_for()
    {
        var nowhere = await ToolProcess.RunAsync("data", "forget", "M:Acme.Nobody", "--in", tiny.Whole.Root, "--yes");
        nowhere.Code.ShouldBe(1);
        nowhere.Error.TrimEnd().ShouldBe($"No document 'M:Acme.Nobody' was found; looked in '{tiny.Whole.Root}'.");
    }

    private static IReadOnlyList<string> FilesWith(RunFolder run, string text)
    {
        // As it stands, and as JSON and pages spell it.
        var spellings = new[] { text, System.Text.Json.JsonSerializer.Serialize(text)[1..^1], Sinter.Data.Reports.Html.Text(text).ToString(), text.Replace("\n", "\\n", StringComparison.Ordinal) };
        return [.. Directory.GetFiles(run.Root, "*", SearchOption.AllDirectories).Where(path => Contents(path).Any(content => spellings.Any(spelling => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(spelling)) >= 0)))
            .Select(path => Path.GetRelativePath(run.Root, path).Replace(Path.DirectorySeparatorChar, '/'))];
    }

    private static IEnumerable<byte[]> Contents(string path)
    {
        yield return File.ReadAllBytes(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var memory = new MemoryStream();
            gzip.CopyTo(memory);
            yield return memory.ToArray();
        }
        else if (path.EndsWith(".parquet", StringComparison.Ordinal))
        {
            using var table = Sinter.Data.Parquet.ParquetFile.Open(path);
            foreach (var batch in table.ReadBatches())
            {
                yield return Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, batch.Rows).Select(row => batch.Column(table.Schema.Leaves[0]).String(row))));
            }
        }
    }

    private static IEnumerable<string> Texts(PackedDataset packed, Tokenizer tokenizer)
    {
        var (tokens, targets, starts) = (new int[packed.ContextLength], new int[packed.ContextLength], new int[packed.ContextLength]);
        for (var sequence = 0L; sequence < packed.Sequences; sequence++)
        {
            packed.Read(sequence, tokens, targets, starts);
            yield return tokenizer.Decode(tokens);
        }
    }
}
