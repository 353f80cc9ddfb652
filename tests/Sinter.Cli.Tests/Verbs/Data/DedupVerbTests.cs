using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class DedupVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Duplicates_go_and_the_outcome_is_told()
    {
        var (input, output) = (Input(), _folder.File("out"));
        var run = ToolRun.Of("data", "dedup", input, "--profile", "exact", "--out", output, "--text-field", "body", "--id-field", "key");

        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Read      4 documents, 22 B of text");
        run.Output.ShouldContain("Removed   1 documents, 6 B of text, in 1 groups of up to 2");
        run.Output.ShouldContain("Kept      3 documents");
        run.Output.ShouldContain("Broken    1, such as ");
        File.ReadAllLines(Path.Combine(output, "kept", "part-00000.jsonl")).ShouldBe(Lines.Split('\n').Where(static (_, i) => i is 0 or 1 or 3));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "report.json")));
        report.RootElement.GetProperty("kept").GetProperty("documents").GetInt32().ShouldBe(3);
        File.Exists(Path.Combine(output, "report.html")).ShouldBeTrue();

        ToolRun.Of("data", "dedup", input, "--profile", "exact", "--out", output, "--text-field", "body", "--id-field", "key").Output.ShouldContain("was done before; nothing has changed");
        ToolRun.Of("data", "dedup", input, "--profile", "exact", "--out", output).ShouldStop(ExitCode.Failed, "replace it with --overwrite");
        ToolRun.Of("data", "dedup", input, "--profile", "paragraph", "--out", output, "--text-field", "body", "--overwrite").Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void A_second_run_is_compared_with_the_first()
    {
        var (input, first, second) = (Input(), _folder.File("first"), _folder.File("second"));
        ToolRun.Of("data", "dedup", input, "--profile", "exact", "--out", first, "--text-field", "body").Code.ShouldBe(ExitCode.Done);
        var more = _folder.File("more.jsonl", "{\"id\":\"n1\",\"text\":\"hello \"}\n{\"id\":\"n2\",\"text\":\"new\"}\n");

        var run = ToolRun.Of("data", "dedup", more, "--profile", "exact", "--out", second, "--against", first);

        run.Output.ShouldContain("Against   3 documents of earlier runs");
        File.ReadAllText(Path.Combine(second, "kept", "part-00000.jsonl")).ShouldBe("{\"id\":\"n2\",\"text\":\"new\"}\n");
    }

    [Fact]
    public void A_filter_is_kept_between_runs()
    {
        var (input, filter) = (Input(), _folder.File("seen.bloom"));
        string[] command = ["data", "dedup", input, "--text-field", "body", "--profile", "bloom", "--bloom", filter, "--expected", "1000", "--false-positives", "1e-6"];

        ToolRun.Of([.. command, "--out", _folder.File("one")]).Output.ShouldContain("Kept      3 documents");
        var again = ToolRun.Of([.. command, "--out", _folder.File("two")]);
        again.Output.ShouldContain("Kept      0 documents");
        again.Output.ShouldContain("Note      A Bloom filter cannot name what a document is the same as");
    }

    [Fact]
    public void What_it_takes_is_estimated()
    {
        var run = ToolRun.Of("data", "dedup", Input(), "--text-field", "body", "--profile", "line", "--dry-run");

        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("Sample    4 documents");
        run.Output.ShouldContain("Disk      about ");
        run.Output.ShouldContain("Memory    about ");
    }

    [Fact]
    public void Profiles_are_listed_with_their_options()
    {
        var run = ToolRun.Of("data", "dedup", "--list");

        run.Output.ShouldContain("paragraph: ");
        run.Output.ShouldContain("minimumWords");
        run.Output.ShouldContain("a whole number from 1 to 1,000,000");
    }

    [Fact]
    public void What_is_wrong_is_told()
    {
        var input = Input();
        Fails(ExitCode.WrongUse, "There is no profile 'exat' to deduplicate by; did you mean 'exact'?", input, "--profile", "exat", "--out", "x");
        Fails(ExitCode.WrongUse, "--profile is missing", input, "--out", "x");
        Fails(ExitCode.WrongUse, "--out is missing", input, "--profile", "exact");
        Fails(ExitCode.WrongUse, "No input is named", "--profile", "exact", "--out", "x");
        Fails(ExitCode.WrongUse, "--keep is 'longer'; did you mean 'longest'?", input, "--profile", "exact", "--out", "x", "--keep", "longer");
        Fails(ExitCode.WrongUse, "--keep source needs --source-order", input, "--profile", "exact", "--out", "x", "--keep", "source");
        Fails(ExitCode.WrongUse, "--score-field needs --keep best", input, "--profile", "exact", "--out", "x", "--score-field", "q");
        Fails(ExitCode.WrongUse, "--set x: expected option=value", input, "--profile", "exact", "--out", "x", "--set", "x");
        Fails(ExitCode.WrongUse, "The profile 'exact' has no option 'case'", input, "--profile", "exact", "--out", "x", "--set", "case=true");
        Fails(ExitCode.WrongUse, "--expected is for the profile bloom", input, "--profile", "exact", "--out", "x", "--expected", "5");
        Fails(ExitCode.WrongUse, "--against does not go with the profile 'bloom'", input, "--profile", "bloom", "--out", "x", "--against", "y");
        Fails(ExitCode.WrongUse, "--format is 'parquet'", input, "--profile", "exact", "--out", "x", "--format", "parquet");
        Fails(ExitCode.WrongUse, "lies in the folder of --out", input, "--profile", "exact", "--out", _folder.Path);
        Fails(ExitCode.Failed, "There is no file or folder", _folder.File("none"), "--profile", "exact", "--out", "x");
    }

    private static string Lines =>
        """
        {"key": "a", "body": "hello ", "more": [1]}
        {"key": "b", "body": "other", "more": 2.0}
        {"key": "c", "body": "hello "}
        {"key": "d", "body": "hello"}
        {"key": "e"
        """.ReplaceLineEndings("\n");

    private static void Fails(int code, string sentence, params string[] arguments) => ToolRun.Of(["data", "dedup", .. arguments]).ShouldFail(code, sentence);

    private string Input() => _folder.File("in.jsonl", Lines);
}
