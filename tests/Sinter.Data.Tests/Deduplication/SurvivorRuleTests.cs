using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class SurvivorRuleTests : IDisposable
{
    private readonly DedupFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_first_stays() => Kept(SurvivorRule.First).ShouldBe(["a"]);

    [Fact]
    public void The_longest_stays() => Kept(SurvivorRule.Longest).ShouldBe(["c"]);

    [Fact]
    public void The_one_with_the_highest_number_stays() => Kept(SurvivorRule.Best("quality")).ShouldBe(["d"]);

    [Fact]
    public void The_one_of_the_first_source_stays() => Kept(SurvivorRule.Source(["wiki", "news"])).ShouldBe(["b"]);

    [Fact]
    public void Of_equal_ranks_the_first_stays()
    {
        Kept(SurvivorRule.Best("none")).ShouldBe(["a"]);
        Kept(SurvivorRule.Source(["books"])).ShouldBe(["a"]);
    }

    [Fact]
    public void Ranks_fall_as_numbers_rise()
    {
        string[] falling = ["Infinity", "1e300", "2", "1.5", "1e-300", "0", "-1e-300", "-1.5", "-1e300", "-Infinity", "NaN"];
        var ranks = falling.Select(static number => SurvivorRule.Best("q").RankOf(Document(number))).ToList();

        ranks.ShouldBe(ranks.Order());
        ranks.Distinct().Count().ShouldBe(ranks.Count);
        SurvivorRule.Best("q").RankOf(Document("-0")).ShouldBe(SurvivorRule.Best("q").RankOf(Document("0")));
        SurvivorRule.Best("q").RankOf(Document("good")).ShouldBe(ulong.MaxValue);
    }

    private static Document Document(string quality) => new() { Id = "x", Text = "", Metadata = new MetadataDictionary([new("q", quality)]) };

    private IReadOnlyList<string> Kept(SurvivorRule rule) => DedupFixture.Ids(_fixture.Run(
        "out-" + rule,
        DedupFixture.Line(new { id = "a", text = "Same text", source = "blog/1", quality = "high" })
        + DedupFixture.Line(new { id = "b", text = "same text", source = "wiki/2", quality = 1 })
        + DedupFixture.Line(new { id = "c", text = "same  text ", source = "news/3", quality = -5 })
        + DedupFixture.Line(new { id = "d", text = "SAME TEXT", source = "news/4", quality = 10.5 }),
        new ExactFinder { IgnoreCase = true, IgnoreWhiteSpace = true },
        DedupFixture.Small() with { Keep = rule }).Kept);
}
