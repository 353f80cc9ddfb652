using System.Text.Json;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Deduplication;

public sealed class DeduplicationRunTests : IDisposable
{
    private readonly DedupFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_first_of_equal_texts_stays_as_a_naive_search_says()
    {
        var texts = Corpus(700);
        var folder = _fixture.Run("out", DedupFixture.Lines(texts));

        var first = new Dictionary<string, int>();
        var expected = new List<string>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (first.TryAdd(texts[i], i))
            {
                expected.Add($"d{i}");
            }
        }

        DedupFixture.Ids(folder.Kept).ShouldBe(expected);
        var removed = DedupFixture.Objects(folder.Removed);
        removed.Count.ShouldBe(texts.Count - expected.Count);
        foreach (var line in removed)
        {
            var record = line.GetProperty("record");
            var text = record.GetProperty("text").GetString()!;
            record.GetProperty("id").GetString().ShouldBe(line.GetProperty("id").GetString());
            line.GetProperty("match").GetString().ShouldBe($"d{first[text]}");
            line.GetProperty("reason").GetString().ShouldBe("exact");
            line.GetProperty("similarity").GetDouble().ShouldBe(1);
            line.GetProperty("length").GetInt32().ShouldBe(text.Length);
        }

        var report = DeduplicationReport.Load(folder);
        (report.Kept.Documents, report.Removed.Documents, report.Read.Documents).ShouldBe((expected.Count, removed.Count, texts.Count));
        (report.Kept.Bytes + report.Removed.Bytes).ShouldBe(report.Read.Bytes);
        report.Sources.ShouldHaveSingleItem().Removed.Documents.ShouldBe(removed.Count);
        report.Similarities.Sum(static bin => bin.Count).ShouldBe(removed.Count);
    }

    [Fact]
    public void Clusters_name_the_kept_document_and_all_others_in_order()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["a a", "b b", "a a", "c c", "b b", "a a"]));

        File.ReadAllText(folder.Clusters).ShouldBe("""{"kept":"d0","size":3,"members":["d0","d2","d5"]}""" + "\n" + """{"kept":"d1","size":2,"members":["d1","d4"]}""" + "\n");
        var report = DeduplicationReport.Load(folder);
        (report.Clusters, report.LargestCluster).ShouldBe((2, 3));
        report.ClusterSizes.ShouldBe([new ReportBin(2, 3, 1), new ReportBin(3, 5, 1)]);
    }

    [Fact]
    public void Kept_records_are_the_bytes_that_were_read()
    {
        string[] records =
        [
            """{ "id" : 7, "nested":{"a":[1, 2.50, null]}, "text":"caf\u00e9 \ud83d\ude00 \/ x" , "metadata":{"k":1} }""",
            """{"text":"no id, 漢字","empty":""}""",
            """{"text":"first","text":"the last one counts"}""",
        ];
        var folder = _fixture.Run("out", string.Join("\r\n", records));

        DedupFixture.RawLines(folder.Kept).ShouldBe(records);
    }

    [Theory]
    [InlineData("exact")]
    [InlineData("paragraph")]
    [InlineData("line")]
    public void Any_number_of_threads_and_any_memory_give_the_same_bytes(string profile)
    {
        var lines = DedupFixture.Lines(Corpus(600));
        var finder = DeduplicationProfiles.Find(profile).Create(new Dictionary<string, string>());
        var options = DedupFixture.Small(1) with { Keep = SurvivorRule.Longest };
        var one = DedupFixture.Files(_fixture.Run("one", lines, finder, options));

        // The names of the inputs differ, the texts do not.
        DedupFixture.Files(_fixture.Run("two", lines, finder, options with { Threads = 2, MemoryBytes = 10_000 })).ShouldBe(one);
        DedupFixture.Files(_fixture.Run("four", lines, finder, options with { Threads = 4 })).ShouldBe(one);
    }

    [Theory]
    [InlineData(DeduplicationPhase.Read, 0)]
    [InlineData(DeduplicationPhase.Read, 7)]
    [InlineData(DeduplicationPhase.Find, 0)]
    [InlineData(DeduplicationPhase.Write, 0)]
    public void A_run_that_was_stopped_goes_on_to_the_same_bytes(DeduplicationPhase phase, int after)
    {
        var lines = DedupFixture.Lines(Corpus(600)) + "{broken\n";
        var options = DedupFixture.Small();
        var whole = _fixture.Run("whole", lines, options: options);
        var folder = new DeduplicationFolder(_fixture.Folder.File("cut"));
        var run = new DeduplicationRun(folder, [_fixture.Input("whole.jsonl", lines, options)], new ExactFinder(), options);
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => run.Run(
            state =>
            {
                if (state.Phase == phase && after-- == 0)
                {
                    stop.Cancel();
                }

                // A finder may be too quick to be asked again.
                if (state.Phase == phase && phase == DeduplicationPhase.Find)
                {
                    stop.Token.ThrowIfCancellationRequested();
                }
            },
            stop.Token));
        folder.IsFinished.ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => DeduplicationReport.Load(folder)).Message.ShouldContain("is not finished");

        // What a killed process may leave: bytes behind the last position that was noted, and files that were begun.
        if (phase == DeduplicationPhase.Read)
        {
            foreach (var file in Directory.GetFiles(folder.Work).Where(file => file != folder.Progress))
            {
                File.AppendAllText(file, "half a rec");
            }
        }

        Directory.CreateDirectory(folder.Kept);
        File.WriteAllText(Path.Combine(folder.Kept, "part-00042.jsonl.partial"), "half a file");
        run.Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        run.Resumed.ShouldBeTrue();
        DedupFixture.Files(folder).ShouldBe(DedupFixture.Files(whole));
    }

    [Theory]
    [InlineData("kept", 0)]
    [InlineData("kept", 2)]
    [InlineData("removed", 0)]
    public void Shards_that_cannot_be_finished_lose_nothing(string row, int shard)
    {
        var lines = DedupFixture.Lines(Corpus(600));
        var options = DedupFixture.Small();
        var whole = _fixture.Run("whole", lines, options: options);
        var folder = new DeduplicationFolder(_fixture.Folder.File("full"));
        var run = new DeduplicationRun(folder, [_fixture.Input("whole.jsonl", lines, options)], new ExactFinder(), options);

        // A folder stands where a shard is to be, so that it cannot take its name, as on a disk that is full.
        var obstacle = Path.Combine(folder.Root, row, $"part-{shard:00000}.jsonl");
        Should.Throw<Exception>(() => run.Run(
            state =>
            {
                if (state.Phase == DeduplicationPhase.Find)
                {
                    Directory.CreateDirectory(obstacle);
                }
            },
            TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(static fault => (fault is IOException or UnauthorizedAccessException).ShouldBeTrue());
        folder.IsFinished.ShouldBeFalse();

        Directory.Delete(obstacle);
        run.Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        DedupFixture.Files(folder).ShouldBe(DedupFixture.Files(whole));
    }

    [Fact]
    public void An_input_that_fails_in_the_middle_is_gone_on_with()
    {
        var lines = DedupFixture.Lines(Corpus(600));
        var options = DedupFixture.Small();
        var whole = _fixture.Run("whole", lines, options: options);
        var folder = new DeduplicationFolder(_fixture.Folder.File("cut"));
        var bytes = System.Text.Encoding.UTF8.GetBytes(lines);
        var fails = true;
        var file = new InputFile("whole.jsonl", bytes.Length, () => fails ? new FailingStream(bytes, bytes.Length / 2) : new MemoryStream(bytes));
        var source = DeduplicationRun.Source(file, options);

        Should.Throw<IOException>(() => new DeduplicationRun(folder, [source], new ExactFinder(), options).Run(cancellation: TestContext.Current.CancellationToken));
        fails = false;
        var run = new DeduplicationRun(folder, [source], new ExactFinder(), options);
        run.Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();

        run.Resumed.ShouldBeTrue();
        DedupFixture.Files(folder).ShouldBe(DedupFixture.Files(whole));
    }

    [Fact]
    public void A_finished_run_is_not_done_twice_and_another_one_does_not_replace_it()
    {
        var lines = DedupFixture.Lines(["a a", "a a"]);
        var folder = _fixture.Run("out", lines);
        var source = _fixture.Input("out.jsonl", lines, DedupFixture.Small());

        new DeduplicationRun(folder, [source], new ExactFinder(), DedupFixture.Small()).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => new DeduplicationRun(folder, [source], new UrlFinder(), DedupFixture.Small()).Run(cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("--overwrite");
        var other = _fixture.Folder.File("other/notes.txt", "mine");
        Should.Throw<InvalidDataException>(() => new DeduplicationRun(new DeduplicationFolder(Path.GetDirectoryName(other)!), [source], new ExactFinder(), DedupFixture.Small()).Run(cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("is not empty");
        File.ReadAllText(other).ShouldBe("mine");
    }

    [Fact]
    public void Records_that_cannot_be_read_are_set_aside_and_counted()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["a a"]) + "{\"id\":\"x\"\n" + "{\"id\":\"y\",\"body\":\"b\"}\n" + "[1]\n");

        var broken = DedupFixture.Objects(folder.Broken);
        broken.Select(static line => line.GetProperty("place").GetInt32()).ShouldBe([2, 3, 4]);
        var report = DeduplicationReport.Load(folder);
        (report.Broken, report.Kept.Documents).ShouldBe((3, 1));
        report.FirstFault!.ShouldStartWith("out.jsonl, 2: The line is not one whole JSON object");
    }

    [Fact]
    public void Ids_that_are_missing_or_given_twice_lose_nothing()
    {
        var folder = _fixture.Run("out", """
            {"id":"x","text":"one"}
            {"id":"x","text":"two"}
            {"text":"one"}
            {"text":"two"}
            {"id":"x","text":"one"}

            """.ReplaceLineEndings("\n"));

        DedupFixture.RawLines(folder.Kept).Count.ShouldBe(2);
        DedupFixture.Ids(folder.Removed).ShouldBe(["out.jsonl#3", "out.jsonl#4", "x"]);
    }

    [Fact]
    public void Odd_and_hostile_texts_go_through()
    {
        var giant = new string('x', 3_000_000);
        var word = string.Concat(Enumerable.Repeat("word ", 1_000_000));
        string[] texts = ["", " \n\t ", "", giant, word, giant, "\0\0", "e\u0301", "\u00e9", word, word + "."];
        var folder = _fixture.Run("out", DedupFixture.Lines(texts), options: DedupFixture.Small() with { Reading = new ReadSettings() });

        DedupFixture.Ids(folder.Kept).ShouldBe(["d0", "d1", "d3", "d4", "d6", "d7", "d8", "d10"]);
        DedupFixture.Ids(folder.Removed).ShouldBe(["d2", "d5", "d9"]);
    }

    [Fact]
    public void All_equal_and_none_equal()
    {
        var equal = _fixture.Run("equal", DedupFixture.Lines(Enumerable.Repeat("the same", 5000)));
        DedupFixture.Ids(equal.Kept).ShouldBe(["d0"]);
        JsonDocument.Parse(File.ReadAllText(equal.Clusters)).RootElement.GetProperty("members").GetArrayLength().ShouldBe(5000);

        var none = _fixture.Run("none", DedupFixture.Lines(Enumerable.Range(0, 3000).Select(static i => $"text {i}")));
        DedupFixture.Ids(none.Kept).Count.ShouldBe(3000);
        File.ReadAllText(none.Clusters).ShouldBeEmpty();
        ShardWriter.Files(none.Removed).ShouldHaveSingleItem();
    }

    [Fact]
    public void No_documents_give_an_empty_output()
    {
        var folder = _fixture.Run("out", "");

        DedupFixture.RawLines(folder.Kept).ShouldBeEmpty();
        DeduplicationReport.Load(folder).Read.ShouldBe(default);
        File.ReadAllText(folder.ReportPage).ShouldContain("Sinter deduplication");
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("jsonl.gz")]
    [InlineData("jsonl.zst")]
    public void Every_form_of_shards_holds_the_same_lines(string format)
    {
        var lines = DedupFixture.Lines(Corpus(600));
        var plain = _fixture.Run("plain", lines);
        var folder = _fixture.Run("out", lines, options: DedupFixture.Small() with { Format = (JsonLinesShards)ShardFormats.Find(format) });

        ShardWriter.Files(folder.Kept).Count.ShouldBeGreaterThan(1);
        ShardWriter.Files(folder.Kept).ShouldAllBe(path => path.EndsWith("." + format, StringComparison.Ordinal));
        DedupFixture.RawLines(folder.Kept).ShouldBe(DedupFixture.RawLines(plain.Kept));
        DedupFixture.RawLines(folder.Removed).ShouldBe(DedupFixture.RawLines(plain.Removed));
    }

    [Fact]
    public void Other_forms_than_json_are_written_as_documents()
    {
        var options = DedupFixture.Small();
        var path = _fixture.Folder.File("rows.csv", "id,text,colour\n1,hello there,red\n2,hello there,blue\n3,\"bye, bye\",red\n");
        var folder = new DeduplicationFolder(_fixture.Folder.File("out"));
        new DeduplicationRun(folder, [DeduplicationRun.Source(InputFile.OfPath(path, "rows.csv"), options)], new ExactFinder(), options).Run(cancellation: TestContext.Current.CancellationToken);

        DedupFixture.RawLines(folder.Kept).ShouldBe(
        [
            """{"id":"1","text":"hello there","source":"rows.csv","metadata":{"colour":"red"}}""",
            """{"id":"3","text":"bye, bye","source":"rows.csv","metadata":{"colour":"red"}}""",
        ]);
    }

    [Fact]
    public void A_document_that_is_less_similar_than_the_minimum_stays()
    {
        var lines = DedupFixture.Lines(["aaaa", "aabb", "aaab", "zzzz"]);
        var all = _fixture.Run("all", lines, new PairsAll());
        DedupFixture.Ids(all.Kept).ShouldBe(["d0"]);

        var folder = _fixture.Run("some", lines, new PairsAll(), DedupFixture.Small() with { MinimumSimilarity = 0.7 });
        DedupFixture.Ids(folder.Kept).ShouldBe(["d0", "d1", "d3"]);
        var report = DeduplicationReport.Load(folder);
        (report.NotSimilarEnough, report.LargestCluster).ShouldBe((2, 2));
        var removed = DedupFixture.Objects(folder.Removed).ShouldHaveSingleItem();
        (removed.GetProperty("similarity").GetDouble(), removed.GetProperty("length").GetInt32(), removed.GetProperty("measure").GetString()).ShouldBe((0.75, 3, "beginning"));
    }

    [Fact]
    public void The_page_shows_pairs_and_masks_what_points_to_a_person()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["Write to jane.doe@example.com <b>now</b>", "Write to jane.doe@example.com <b>now</b>"]));

        var page = File.ReadAllText(folder.ReportPage);
        page.ShouldContain("••••.•••@•••••••.•••");
        page.ShouldContain("&lt;b&gt;now");
        page.ShouldContain("<mark>");
        page.ShouldNotContain("jane.doe");
        page.ShouldNotContain("http://");
    }

    /// <summary>Texts of which many are equal, some share paragraphs and lines, and some are long.</summary>
    internal static IReadOnlyList<string> Corpus(int count) => [.. Enumerable.Range(0, count).Select(static i => (i % 7) switch
    {
        0 => $"an equal text {i % 5}",
        1 => $"the paragraph {i % 11} is shared\n\nthis one is number {i} alone\n\nthe paragraph {i % 3} is shared",
        2 => $"line {i % 13} of the text\nanother line {i} of it\nline {i % 4} of the text",
        3 => $"text {i % 100} of a hundred",
        _ => $"text {i} of its own " + new string((char)('a' + (i % 26)), i % 300),
    })];

    /// <summary>Finds every pair; the similarity is the share of equal letters at the beginning.</summary>
    private sealed class PairsAll : IDuplicateFinder
    {
        public string Name => "all";

        public string Measure => "beginning";

        public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public IDocumentSketcher? CreateSketcher() => null;

        public void Find(DuplicateSearch search)
        {
            search.Sketches().Count().ShouldBe(search.Documents.Count);
            search.Documents.Texts(1).ShouldBe(Enumerable.Range(1, search.Documents.Count - 1).Select(search.Documents.Text));
            for (var i = 1; i < search.Documents.Count; i++)
            {
                search.Findings.Pair(i, i - 1);
            }
        }

        public DuplicateMatch Compare(string removed, string kept)
        {
            var length = removed.AsSpan().CommonPrefixLength(kept);
            return new DuplicateMatch((double)length / kept.Length, 0, length, 0, length);
        }
    }

    private sealed class FailingStream(byte[] bytes, int failsAt) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => Position >= failsAt ? throw new IOException("The device is gone") : base.Read(buffer, offset, (int)Math.Min(count, failsAt - Position));
    }
}
