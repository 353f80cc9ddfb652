using Sinter.Data.Deduplication;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Deduplication;

public sealed class AgainstTests : IDisposable
{
    private readonly DedupFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("jsonl")]
    [InlineData("jsonl.gz")]
    public void What_earlier_runs_kept_is_compared_with_and_not_written_again(string format)
    {
        var options = DedupFixture.Small() with { Format = (JsonLinesShards)ShardFormats.Find(format) };
        var may = _fixture.Run("may", string.Concat(Line("m0", "one"), Line("m1", "two"), Line("m2", "one")), options: options);
        var june = _fixture.Run("june", string.Concat(Line("j0", "three"), Line("j1", "two")), options: options, against: may);
        var july = _fixture.Run("july", string.Concat(Line("k0", "one"), Line("k1", "three"), Line("k2", "four"), Line("k3", "four")), options: options, against: [may, june]);

        DedupFixture.Ids(june.Kept).ShouldBe(["j0"]);
        DedupFixture.Ids(july.Kept).ShouldBe(["k2"]);
        DedupFixture.Objects(july.Removed).Select(static line => line.GetProperty("match").GetString()).ShouldBe(["m0", "j0", "k2"]);
        File.ReadAllLines(july.Clusters)[0].ShouldBe("""{"kept":"m0","size":2,"members":["m0","k0"]}""");
        DeduplicationReport.Load(july).Earlier.ShouldBe(3);
    }

    [Fact]
    public void An_earlier_document_stays_whatever_the_rule_is()
    {
        var options = DedupFixture.Small() with { Keep = SurvivorRule.Longest };
        var finder = new ExactFinder { IgnoreWhiteSpace = true };
        var may = _fixture.Run("may", Line("m0", "one two"), finder, options);
        var june = _fixture.Run("june", Line("j0", "one two") + Line("j1", "one   two") + Line("j2", "three"), finder, options, may);

        DedupFixture.Ids(june.Kept).ShouldBe(["j2"]);
    }

    [Fact]
    public void Parts_are_cut_that_an_earlier_run_kept_and_places_are_those_of_what_it_wrote()
    {
        var finder = new ParagraphFinder();
        var may = _fixture.Run("may", Line("m0", "first\n\nsecond") + Line("m1", "first\n\nthird"), finder);
        var june = _fixture.Run("june", Line("j0", "third\n\nfourth"), finder, null, may);

        DedupFixture.Texts(may.Kept).ShouldBe(["first\n\nsecond", "third"]);
        DedupFixture.Texts(june.Kept).ShouldBe(["fourth"]);
        var cut = DedupFixture.Objects(june.Removed).ShouldHaveSingleItem();
        (cut.GetProperty("match").GetString(), cut.GetProperty("matchStart").GetInt32(), cut.GetProperty("text").GetString()).ShouldBe(("m1", 0, "third"));
    }

    [Fact]
    public void An_index_of_another_finder_or_with_other_options_is_refused()
    {
        var may = _fixture.Run("may", Line("m0", "one"));

        Fails(new UrlFinder(), may, "was deduplicated by 'exact', and this run is by 'url'");
        Fails(new ExactFinder { IgnoreCase = true }, may, "--set ignoreCase=false");
        Fails(new ExactFinder(), new DeduplicationFolder(_fixture.Folder.File("none")), "holds no finished deduplication");
    }

    [Theory]
    [InlineData("documents.table")]
    [InlineData("ids.bin")]
    [InlineData("sketches.bin")]
    public void An_index_that_was_cut_short_or_damaged_is_told(string file)
    {
        var may = _fixture.Run("may", Line("m0", "one"));
        var path = Path.Combine(may.Index, file);
        var bytes = File.ReadAllBytes(path);

        File.WriteAllBytes(path, bytes[..^1]);
        Fails(new ExactFinder(), may, "cut short");
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Fails(new ExactFinder(), may, "is damaged");
        File.Delete(path);
        Fails(new ExactFinder(), may, "is missing");
        File.WriteAllText(Path.Combine(may.Index, "index.json"), "{");
        Fails(new ExactFinder(), may, "is damaged");
    }

    [Fact]
    public void Kept_shards_that_were_changed_are_told()
    {
        var may = _fixture.Run("may", Line("m0", "one"));
        File.AppendAllText(ShardWriter.Files(may.Kept)[0], "x");

        Should.Throw<InvalidDataException>(() => _fixture.Run("june", Line("j0", "one"), null, null, may)).Message.ShouldContain("its shards were changed");
    }

    private static string Line(string id, string text) => DedupFixture.Line(new { id, text });

    private void Fails(IDuplicateFinder finder, DeduplicationFolder against, string sentence) =>
        Should.Throw<InvalidDataException>(() => _fixture.Run("fails", Line("j0", "one"), finder, null, against)).Message.ShouldContain(sentence);
}
