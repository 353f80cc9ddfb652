using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Deduplication;

public sealed class BloomTests : IDisposable
{
    private readonly DedupFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.0005)]
    public void Nothing_is_forgotten_and_few_are_taken_for_known(double falsePositives)
    {
        const int many = 20_000;
        var filter = new BloomFilter(many, falsePositives);
        var hasher = new TextHasher();
        for (var i = 0; i < many; i++)
        {
            var hash = hasher.Hash($"in {i}");
            filter.Add(hash.Low, hash.High);
        }

        Enumerable.Range(0, many).ShouldAllBe(i => Knows(filter, hasher.Hash($"in {i}")));
        var wrong = Enumerable.Range(0, 200_000).Count(i => Knows(filter, hasher.Hash($"out {i}"))) / 200_000.0;
        wrong.ShouldBeInRange(falsePositives * 0.6, falsePositives * 1.5);
        filter.CurrentFalsePositives.ShouldBeInRange(falsePositives * 0.8, falsePositives * 1.2);
        filter.Count.ShouldBeInRange((long)(many * (1 - falsePositives)) - 10, many);
    }

    [Fact]
    public void A_filter_is_as_large_as_the_formula_says()
    {
        // 28.76 bits for each at one in a million.
        BloomFilter.BitsFor(10_000_000, 1e-6).ShouldBeInRange(287_500_000, 287_600_000);
        new BloomFilter(1000, 1e-6).Hashes.ShouldBe(20);
        new BloomFilter(1, 0.5).Hashes.ShouldBeGreaterThan(0);
        Should.Throw<ArgumentOutOfRangeException>(() => new BloomFilter(0, 0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => new BloomFilter(1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new BloomFilter(long.MaxValue / 100, 1e-15));
    }

    [Fact]
    public void A_file_that_was_cut_short_or_damaged_is_told()
    {
        var path = _fixture.Folder.File("seen.bloom");
        var filter = new BloomFilter(50_000, 0.001);
        var (known, unknown) = (new TextHasher().Hash("known"), new TextHasher().Hash("unknown"));
        filter.Add(known.Low, known.High);
        filter.Save(path);
        var loaded = BloomFilter.Load(path);
        (Knows(loaded, known), Knows(loaded, unknown), loaded.Count, loaded.Expected, loaded.FalsePositives).ShouldBe((true, false, 1, 50_000, 0.001));

        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Should.Throw<InvalidDataException>(() => BloomFilter.Load(path)).Message.ShouldContain("cut short");
        bytes[5000] ^= 4;
        File.WriteAllBytes(path, bytes);
        Should.Throw<InvalidDataException>(() => BloomFilter.Load(path)).Message.ShouldContain("is damaged");
        bytes[8] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
        Should.Throw<InvalidDataException>(() => BloomFilter.Load(path)).Message.ShouldContain("cut short");
        File.WriteAllText(path, "something else");
        Should.Throw<InvalidDataException>(() => BloomFilter.Load(path)).Message.ShouldContain("is no Bloom filter");
    }

    [Fact]
    public void A_filter_knows_what_runs_before_have_seen()
    {
        var path = _fixture.Folder.File("seen.bloom");
        var texts = DeduplicationRunTests.Corpus(600);
        var exact = _fixture.Run("exact", DedupFixture.Lines(texts));
        var first = Run("first", texts, path);
        var second = Run("second", [.. texts.Take(50), "something new"], path);

        DedupFixture.RawLines(first.Kept).ShouldBe(DedupFixture.RawLines(exact.Kept));
        DedupFixture.Ids(first.Removed).ShouldBe(DedupFixture.Ids(exact.Removed));
        DedupFixture.Objects(first.Removed).ShouldAllBe(static line => line.GetProperty("match").ValueKind == System.Text.Json.JsonValueKind.Null);
        DedupFixture.Texts(second.Kept).ShouldBe(["something new"]);
        DeduplicationReport.Load(second).Remarks.ShouldHaveSingleItem().ShouldContain("cannot name");
        Directory.GetFiles(first.Kept, "*.spool").ShouldBeEmpty();
        Should.Throw<InvalidDataException>(() => Run("third", texts, path, new BloomOptions { Expected = 5 })).Message.ShouldContain("was made for 10000 documents");
        Should.Throw<ArgumentException>(() => Run("fourth", texts, null, new BloomOptions { Expected = 1e9 })).Message.ShouldContain("the memory is limited to");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_run_that_was_stopped_goes_on_to_the_same_bytes(int after)
    {
        var texts = DeduplicationRunTests.Corpus(600);
        var whole = Run("whole", texts, _fixture.Folder.File("whole.bloom"));
        var folder = new DeduplicationFolder(_fixture.Folder.File("cut"));
        var path = _fixture.Folder.File("cut.bloom");
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => Filter(folder, texts, path).Run(
            _ =>
            {
                if (after-- == 0)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        File.Exists(path).ShouldBeFalse();
        File.AppendAllText(Path.Combine(folder.Work, "hashes.bin"), "half a hash");
        foreach (var spool in Directory.GetFiles(folder.Kept, "*.spool"))
        {
            File.AppendAllText(spool, "half a rec");
        }

        Filter(folder, texts, path).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();

        DedupFixture.Files(folder).ShouldBe(DedupFixture.Files(whole));
        File.ReadAllBytes(path).ShouldBe(File.ReadAllBytes(_fixture.Folder.File("whole.bloom")));
        DeduplicationReport.Load(folder).Read.ShouldBe(DeduplicationReport.Load(whole).Read);
    }

    [Fact]
    public void As_a_step_of_a_cleaning_it_drops_what_was_seen()
    {
        var step = new BloomDuplicatesStep { Expected = 100 };

        step.FindEarlier(new Document { Id = "a", Text = "one" }).ShouldBeNull();
        step.FindEarlier(new Document { Id = "b", Text = "two" }).ShouldBeNull();
        step.FindEarlier(new Document { Id = "c", Text = "one" })!.ShouldContain("cannot name");
        StepCatalog.BuiltIn.Find("bloomDuplicates").ComesLast.ShouldBeTrue();
    }

    private static bool Knows(BloomFilter filter, Hash128 hash) => filter.Contains(hash.Low, hash.High);

    private BloomRun Filter(DeduplicationFolder folder, IReadOnlyList<string> texts, string? path, BloomOptions? filter = null)
    {
        var options = DedupFixture.Small();
        var lines = DedupFixture.Lines(texts);
        return new BloomRun(folder, [_fixture.Input($"in-{texts.Count}.jsonl", lines, options)], filter ?? new BloomOptions { Expected = 10_000 }, path, options);
    }

    private DeduplicationFolder Run(string name, IReadOnlyList<string> texts, string? path, BloomOptions? filter = null)
    {
        var folder = new DeduplicationFolder(_fixture.Folder.File(name));
        Filter(folder, texts, path, filter).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        ShardWriter.Files(folder.Kept).ShouldNotBeEmpty();
        return folder;
    }
}
