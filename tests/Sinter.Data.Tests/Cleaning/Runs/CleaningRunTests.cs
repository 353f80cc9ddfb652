using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Cleaning.Runs;

public sealed class CleaningRunTests : IDisposable
{
    private const int Records = 3000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_goes_in_comes_out_or_is_dropped_or_is_broken()
    {
        var folder = Clean("out");

        var summary = CleaningResultOf(folder).Summary;
        (summary.Documents + summary.Unreadable).ShouldBe(Records);
        summary.Unreadable.ShouldBe(Records / 101);
        summary.Failed.ShouldBeGreaterThan(0);
        (summary.Kept + summary.Dropped + summary.Failed).ShouldBe(summary.Documents);
        var kept = DocumentShards.Read(folder.Kept).Select(static document => document.Id).ToList();
        var dropped = DocumentShards.Read(folder.Dropped).Select(static document => document.Id).ToList();
        kept.Count.ShouldBe((int)summary.Kept);
        kept.ShouldBe(kept.Order(StringComparer.Ordinal));
        kept.Concat(dropped).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Records).Where(static i => i % 101 != 100).Select(static i => $"{i:000000}"));
        File.ReadAllLines(ShardWriter.Files(folder.Broken).Single()).Length.ShouldBe((int)summary.Unreadable);
        using var report = JsonDocument.Parse(File.ReadAllBytes(folder.Report));
        report.RootElement.GetProperty("recordsIn").GetInt64().ShouldBe(Records);
        report.RootElement.GetProperty("kept").GetInt64().ShouldBe(summary.Kept);
        File.Exists(folder.Progress).ShouldBeFalse();
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("jsonl.gz")]
    [InlineData("jsonl.zst")]
    [InlineData("parquet")]
    public void Every_form_of_shards_holds_the_same_documents(string format)
    {
        var folder = Clean("out", options: new CleaningOptions { Format = ShardFormats.Find(format), ShardBytes = 20_000 });

        ShardWriter.Files(folder.Kept).Count.ShouldBeGreaterThan(1);
        ShardWriter.Files(folder.Kept).ShouldAllBe(path => path.EndsWith("." + format, StringComparison.Ordinal));
        var documents = DocumentShards.Read(folder.Kept).ToList();
        documents.Count.ShouldBe((int)CleaningResultOf(folder).Summary.Kept);
        documents[0].Text.ShouldBe("this text is one of 2 others");
        documents[0].Metadata["url"].ShouldBe("https://www.site2.org/2");
        documents[0].Source.ShouldBe("in.jsonl");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes() =>
        CleaningFixture.Data(Clean("three", options: new CleaningOptions { Threads = 3 })).ShouldBe(CleaningFixture.Data(Clean("one", options: new CleaningOptions { Threads = 1 })));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10_000)]
    [InlineData(40, 3_000)]
    [InlineData(100, 1_000_000)]
    public void A_run_that_was_cut_short_goes_on_to_the_same_bytes(int blocksBefore, int commitBytes)
    {
        var options = new CleaningOptions { Threads = 2, ShardBytes = 15_000, CommitBytes = commitBytes };
        var whole = Clean("whole", options: options);
        var folder = new CleaningFolder(_folder.File("cut"));
        using var stop = new CancellationTokenSource();
        var seen = 0;

        Should.Throw<OperationCanceledException>(() => Run(folder, options).Run(
            _ =>
            {
                if (seen++ == blocksBefore)
                {
                    stop.Cancel();
                }
            },
            stop.Token));

        // What a killed process may leave: bytes behind the last position that was noted, and files that were begun.
        var noted = CleaningProgress.Read(folder);
        foreach (var (path, position) in new[] { (folder.Kept, noted?.Kept), (folder.Dropped, noted?.Dropped), (folder.Broken, noted?.Broken), (folder.Scores, noted?.Scores) })
        {
            var open = Path.Combine(path, $"part-{position?.Shard ?? 0:00000}.spool");
            foreach (var spool in Directory.GetFiles(path, "*.spool").Where(spool => string.CompareOrdinal(spool, open) >= 0))
            {
                File.AppendAllText(spool, "half a rec");
            }
        }

        File.WriteAllText(Path.Combine(folder.Kept, "part-00042.jsonl.gz.partial"), "half a file");
        Should.Throw<InvalidDataException>(() => CleaningResult.Read(folder)).Message.ShouldContain("is not finished");
        Run(folder, options).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();

        CleaningFixture.Data(folder).ShouldBe(CleaningFixture.Data(whole));
        CleaningResultOf(folder).SamplesOf("minimumWords.words").ShouldBe(CleaningResultOf(whole).SamplesOf("minimumWords.words"));
    }

    [Fact]
    public void A_finished_cleaning_is_not_done_twice_and_another_one_does_not_replace_it()
    {
        var folder = Clean("out");

        Run(folder, new CleaningOptions()).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => Run(folder, new CleaningOptions { ShardBytes = 1234567 }).Run(cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("--overwrite");
        var other = _folder.File("other/notes.txt", "mine");
        Should.Throw<InvalidDataException>(() => Run(new CleaningFolder(Path.GetDirectoryName(other)!), new CleaningOptions()).Run(cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("is not empty");
        File.ReadAllText(other).ShouldBe("mine");
    }

    [Fact]
    public void Duplicates_name_the_first_of_them()
    {
        var folder = Clean("out");

        var kept = DocumentShards.Read(folder.Kept).Select(static document => document.Id).ToHashSet();
        var duplicates = ReadLines(folder.Dropped).Where(static line => line.GetProperty("reason").GetString() == "exactDuplicates.duplicate").ToList();
        duplicates.Count.ShouldBeGreaterThan(100);
        foreach (var line in duplicates)
        {
            var survivor = line.GetProperty("detail").GetString()!["repeats ".Length..];
            kept.ShouldContain(survivor);
            string.CompareOrdinal(survivor, line.GetProperty("id").GetString()).ShouldBeLessThan(0);
        }
    }

    [Fact]
    public void Dropped_documents_say_why()
    {
        var folder = Clean("out");

        var lines = ReadLines(folder.Dropped).ToList();
        var shortOne = lines.First(static line => line.GetProperty("step").GetString() == "minimumWords");
        shortOne.GetProperty("reason").GetString().ShouldBe("minimumWords.words");
        shortOne.GetProperty("detail").GetString().ShouldBe("words in the body: 2, at least 3 expected");
        lines.First(static line => line.GetProperty("reason").GetString() == "broken").GetProperty("detail").GetString().ShouldBe("the step 'failsOnSome' failed: it was asked to");
    }

    [Fact]
    public void No_documents_give_an_empty_cleaning_and_a_warning()
    {
        File.WriteAllText(_folder.File("empty.jsonl"), "");
        var folder = new CleaningFolder(_folder.File("out"));

        new CleaningRun(folder, [CleaningFixture.Source(_folder.File("empty.jsonl"))], CleaningFixture.Chain(), new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();

        CleaningResultOf(folder).Summary.Warnings.ShouldBe(["There was nothing to read."]);
        DocumentShards.Read(folder.Kept).ShouldBeEmpty();
    }

    [Fact]
    public void A_step_that_drops_all_and_one_that_drops_nothing_are_told()
    {
        var folder = new CleaningFolder(_folder.File("out"));
        var chain = CleaningFixture.Chain(new StepSetting("repetition", new Dictionary<string, string> { ["maximumDuplicateParagraphs"] = "1", ["maximumDuplicateCharacters"] = "1" }), new StepSetting("minimumWords", new Dictionary<string, string> { ["minimum"] = "900" }));

        new CleaningRun(folder, [Input()], chain, new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken);

        var warnings = CleaningSummary.Of(chain, ScoreShards.Read(folder, chain), 0, new PassedOverCounts()).Warnings;
        warnings.ShouldContain(static warning => warning.StartsWith("The step 'minimumWords' dropped all", StringComparison.Ordinal));
        warnings.ShouldContain(static warning => warning.StartsWith("The step 'repetition' dropped nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_thousand_empty_documents_are_counted()
    {
        File.WriteAllText(_folder.File("empty.jsonl"), string.Concat(Enumerable.Repeat("{\"text\":\"\"}\n", 10_000)));
        var folder = new CleaningFolder(_folder.File("out"));

        new CleaningRun(folder, [CleaningFixture.Source(_folder.File("empty.jsonl"))], CleaningFixture.Chain(), new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken);

        CleaningResultOf(folder).Summary.Documents.ShouldBe(10_000);
        CleaningResultOf(folder).Summary.Dropped.ShouldBe(10_000);
    }

    private static IEnumerable<JsonElement> ReadLines(string folder) => ShardWriter.Files(folder).SelectMany(static path =>
    {
        using var stream = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        return stream.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
    });

    private static CleaningResult CleaningResultOf(CleaningFolder folder) => CleaningResult.Read(folder, CleaningFixture.Catalog);

    private BlockSource Input()
    {
        var path = _folder.File("in.jsonl");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, CleaningFixture.Lines(Records));
        }

        return CleaningFixture.Source(path);
    }

    private CleaningRun Run(CleaningFolder folder, CleaningOptions options) => new(folder, [Input()], CleaningFixture.Chain(), options, []);

    private CleaningFolder Clean(string name, CleaningOptions? options = null)
    {
        var folder = new CleaningFolder(_folder.File(name));
        Run(folder, options ?? new CleaningOptions()).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        return folder;
    }
}
