namespace Sinter.Cli.Tests.Verbs.Data;

/// <summary>The verbs that look at a finished cleaning: explain, rejudge, stats.</summary>
public sealed class StoredCleaningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _cleaned;

    public StoredCleaningTests()
    {
        _cleaned = _folder.File("cleaned");
        ToolRun.Of(Corpus.Clean(_folder.File("docs.jsonl", Corpus.Lines), _cleaned)).Code.ShouldBe(ExitCode.Done);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explain_shows_score_limit_and_margin()
    {
        var dropped = ToolRun.Of("data", "explain", "d3", "--in", _cleaned);
        dropped.Code.ShouldBe(ExitCode.Done);
        dropped.Output.ShouldContain("Verdict   dropped by minimumWords.words: words in the body: 2, at least 5 expected");
        dropped.Output.ShouldMatch(@"minimumWords\.words +2 +5 +- +-3  dropped here");
        dropped.Output.ShouldEndWith("\nshort 3\n");

        var kept = ToolRun.Of("data", "explain", "d4", "--in", _cleaned);
        kept.Output.ShouldContain("Verdict   kept");
        kept.Output.ShouldMatch(@"minimumWords\.words +7 +5 +- +2\n");
    }

    [Fact]
    public void Explain_fails_for_what_is_not_there()
    {
        ToolRun.Of("data", "explain", "nobody", "--in", _cleaned).ShouldFail(ExitCode.Failed, "There is no document 'nobody'");
        ToolRun.Of("data", "explain", "d3", "--in", _folder.Path).ShouldFail(ExitCode.Failed, "holds no cleaning");
        ToolRun.Of("data", "explain", "d3").ShouldFail(ExitCode.WrongUse, "Option '--in' is required");
    }

    [Fact]
    public void An_unfinished_or_damaged_cleaning_is_told_apart()
    {
        File.Delete(Path.Combine(_cleaned, "record.json"));
        ToolRun.Of("data", "explain", "d3", "--in", _cleaned).ShouldFail(ExitCode.Failed, "is not finished; run the same 'sinter data clean' again");
        File.WriteAllText(Path.Combine(_cleaned, "cleaning.json"), "{ \"version\": 1 }");
        ToolRun.Of("data", "explain", "d3", "--in", _cleaned).ShouldFail(ExitCode.Failed, "is damaged");
    }

    [Fact]
    public void Rejudge_counts_without_writing_and_writes_what_a_new_cleaning_would()
    {
        var count = ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.minimum=2");
        count.Code.ShouldBe(ExitCode.Done);
        count.Output.ShouldContain("Kept  20 documents so far, 30 with these limits (+10)");

        var written = _folder.File("rejudged");
        ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.minimum=2", "--out", written).Output.ShouldContain("Kept     30 documents");

        var anew = _folder.File("anew");
        ToolRun.Of(Corpus.Clean(_folder.File("docs.jsonl"), anew, "--set", "minimumWords.minimum=2")).Code.ShouldBe(ExitCode.Done);
        Corpus.Shards(written).ShouldBe(Corpus.Shards(anew));
    }

    [Fact]
    public void Rejudge_refuses_what_cannot_be()
    {
        ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.least=2").ShouldFail(ExitCode.WrongUse, "The step 'minimumWords' has no option 'least'");
        ToolRun.Of("data", "rejudge", _cleaned, "--set", "other.least=2").ShouldFail(ExitCode.WrongUse, "there is no step 'other' here");
        ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.minimum=2", "--out", _cleaned).ShouldFail(ExitCode.Failed, "is not empty; name a new folder.");
        ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.minimum=2", "--out", _folder.File("docs.jsonl")).ShouldFail(ExitCode.Failed, "is a file");
        ToolRun.Of("data", "rejudge", _cleaned).ShouldFail(ExitCode.WrongUse, "Option '--set' is required");
        ToolRun.Of("data", "rejudge", _folder.File("none"), "--set", "a.b=1").ShouldFail(ExitCode.Failed, "holds no cleaning");
    }

    [Fact]
    public void A_rejudged_cleaning_that_cannot_be_finished_leaves_nothing()
    {
        var shard = Path.Combine(_cleaned, "kept", "part-00000.jsonl");
        File.WriteAllText(shard, File.ReadAllText(shard)[..200]);

        ToolRun.Of("data", "rejudge", _cleaned, "--set", "minimumWords.minimum=2", "--out", _folder.File("rejudged")).Code.ShouldBe(ExitCode.Failed);

        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).ShouldNotContain(name => name!.StartsWith("rejudged", StringComparison.Ordinal));
    }

    [Fact]
    public void Stats_of_a_cleaning_are_its_outcome()
    {
        var run = ToolRun.Of("data", "stats", _cleaned);

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Read     30 records");
        run.Output.ShouldContain("Kept     20 documents");
    }
}
