using System.Globalization;
using Sinter.Data.Deduplication;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Deduplication;

public sealed class PartFinderTests : IDisposable
{
    private readonly DedupFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\n")]
    public void The_first_of_equal_parts_stays_as_a_naive_search_says(string separator)
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 400).Select(_ => string.Join(separator, Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"part {random.Next(300)} of a text"))).ToList();
        PartFinder finder = separator is "\n" ? new LineFinder() : new ParagraphFinder();
        var folder = _fixture.Run("out", DedupFixture.Lines(texts), finder);

        var seen = new HashSet<string>();
        var kept = new List<(string Id, string Text)>();
        var cut = new List<string>();
        for (var i = 0; i < texts.Count; i++)
        {
            var parts = texts[i].Split(separator).GroupBy(part => seen.Add(part)).ToDictionary(static group => group.Key, static group => group.ToList());
            cut.AddRange(parts.GetValueOrDefault(false, []));
            if (parts.TryGetValue(true, out var left))
            {
                kept.Add(($"d{i}", string.Join(separator, left)));
            }
        }

        DedupFixture.Objects(folder.Kept).Select(static line => (line.GetProperty("id").GetString()!, line.GetProperty("text").GetString()!)).ShouldBe(kept);
        var removed = DedupFixture.Objects(folder.Removed);
        removed.Where(static line => line.TryGetProperty("text", out _)).Select(static line => line.GetProperty("text").GetString()).ShouldBe(cut);
        foreach (var line in removed.Where(static line => line.TryGetProperty("text", out _)))
        {
            var (text, start, matchStart) = (line.GetProperty("text").GetString()!, line.GetProperty("start").GetInt32(), line.GetProperty("matchStart").GetInt32());
            texts[Number(line.GetProperty("id").GetString()!)].Substring(start, line.GetProperty("length").GetInt32()).ShouldBe(text);
            texts[Number(line.GetProperty("match").GetString()!)].Substring(matchStart, text.Length).ShouldBe(text);
        }

        var emptied = removed.Where(static line => line.TryGetProperty("record", out _)).ToList();
        emptied.Count.ShouldBe(texts.Count - kept.Count);
        var report = DeduplicationReport.Load(folder);
        (report.Emptied, report.Parts, report.Kept.Documents).ShouldBe((emptied.Count, cut.Count, kept.Count));
        (report.Kept.Bytes + report.Removed.Bytes + report.Cut.Bytes).ShouldBe(report.Read.Bytes);
    }

    [Fact]
    public void A_document_that_has_nothing_left_tells_where_its_longest_part_stays()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["short", "a much longer one", "short\n\na much longer one"]), new ParagraphFinder());

        var lines = DedupFixture.Objects(folder.Removed);
        lines.Select(static line => line.GetProperty("match").GetString()).ShouldBe(["d0", "d1", "d1"]);
        lines[2].GetProperty("record").GetProperty("text").GetString().ShouldBe("short\n\na much longer one");
    }

    [Fact]
    public void The_part_stays_in_the_document_that_the_rule_prefers()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["shared\n\none", "shared\n\na long text that stands here"]), new ParagraphFinder(), DedupFixture.Small() with { Keep = SurvivorRule.Longest });

        DedupFixture.Texts(folder.Kept).ShouldBe(["one", "shared\n\na long text that stands here"]);
    }

    [Fact]
    public void Parts_with_few_words_stay()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines(["Menu\nsome words to read", "Menu\nsome words to read\nother words"]), new LineFinder { MinimumWords = 3 });

        DedupFixture.Texts(folder.Kept).ShouldBe(["Menu\nsome words to read", "Menu\nother words"]);
    }

    [Fact]
    public void Only_the_text_of_a_record_changes()
    {
        const string second = """{ "n": [1, 2.50], "body": {"raw": "shared\n\n\u00e9 own", "other": 1}, "x": "y" }""";
        var options = DedupFixture.Small() with { Reading = new ReadSettings { TextField = "body.raw" } };
        var folder = _fixture.Run("out", """{"body":{"raw":"shared"}}""" + "\n" + second + "\n", new ParagraphFinder(), options);

        DedupFixture.RawLines(folder.Kept)[1].ShouldBe("""{ "n": [1, 2.50], "body": {"raw": "é own", "other": 1}, "x": "y" }""");
    }

    [Fact]
    public void One_paragraph_a_hundred_thousand_times()
    {
        var folder = _fixture.Run("out", DedupFixture.Lines([string.Concat(Enumerable.Repeat("again\n\n", 100_000)) + "end", "end"]), new ParagraphFinder(), DedupFixture.Small() with { Reading = new ReadSettings() });

        DedupFixture.Texts(folder.Kept).ShouldBe(["again\n\nend"]);
        DeduplicationReport.Load(folder).Parts.ShouldBe(100_000);
    }

    [Fact]
    public void Comparing_tells_the_share_and_the_longest_part()
    {
        var match = new ParagraphFinder().Compare("aaaa\n\nbb\n\ncccc", "xx\n\nbb\n\naaaa");

        match.ShouldBe(new DuplicateMatch(0.6, 0, 4, 8, 4));
        new ParagraphFinder().Compare("", "x").Similarity.ShouldBe(0);
    }

    private static int Number(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);
}
