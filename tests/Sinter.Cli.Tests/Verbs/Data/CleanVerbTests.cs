namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class CleanVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _out;

    public CleanVerbTests()
    {
        _input = _folder.File("docs.jsonl", Corpus.Lines);
        _out = _folder.File("a folder with spaces");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_are_kept_or_dropped_each_with_its_reason()
    {
        var run = ToolRun.Of(Corpus.Clean(_input, _out));

        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldMatch(@"Kept +20 documents \(66\.7.%\)");
        run.Output.ShouldMatch(@"minimumWords\.words +10\n");
        File.ReadAllLines(Path.Combine(_out, "kept", "part-00000.jsonl")).Length.ShouldBe(20);
        var dropped = File.ReadAllLines(Path.Combine(_out, "dropped", "part-00000.jsonl"));
        dropped.Length.ShouldBe(10);
        dropped[0].ShouldContain("\"step\":\"minimumWords\",\"reason\":\"minimumWords.words\",\"detail\":\"words in the body: 2, at least 5 expected\"");
        File.Exists(Path.Combine(_out, "report.html")).ShouldBeTrue();
    }

    [Fact]
    public void The_same_command_again_finds_that_all_is_done()
    {
        ToolRun.Of(Corpus.Clean(_input, _out)).Code.ShouldBe(ExitCode.Done);
        var before = Directory.GetFiles(_out, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).ToArray();

        var again = ToolRun.Of(Corpus.Clean(_input, _out));

        again.Code.ShouldBe(ExitCode.Done);
        again.Output.ShouldContain("was done before; nothing has changed");
        again.Output.ShouldContain("Kept     20 documents");
        Directory.GetFiles(_out, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).ShouldBe(before);
    }

    [Fact]
    public void Other_steps_are_refused_unless_the_cleaning_is_to_be_replaced()
    {
        ToolRun.Of(Corpus.Clean(_input, _out)).Code.ShouldBe(ExitCode.Done);
        string[] other = ["data", "clean", _input, "--step", "minimumWords", "--format", "jsonl", "--out", _out];

        ToolRun.Of(other).ShouldStop(ExitCode.Failed, "holds a cleaning of other inputs or with other steps; name another folder, or replace it with --overwrite.");
        ToolRun.Of([.. other, "--overwrite"]).Output.ShouldContain("Dropped  10");
    }

    [Fact]
    public void What_is_no_cleaning_is_never_written_to_nor_removed()
    {
        var stranger = _folder.File(Path.Combine("other", "notes.txt"), "mine");
        ToolRun.Of(Corpus.Clean(_input, Path.GetDirectoryName(stranger)!)).ShouldStop(ExitCode.Failed, "is not empty and holds no cleaning");
        ToolRun.Of(Corpus.Clean(_input, Path.GetDirectoryName(stranger)!, "--overwrite")).ShouldStop(ExitCode.Failed, "is not empty and holds no cleaning");
        ToolRun.Of(Corpus.Clean(_input, stranger)).ShouldStop(ExitCode.Failed, "is a file; name a folder to write to.");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(stranger)!).ShouldBe([stranger]);

        ToolRun.Of(Corpus.Clean(_input, _out)).Code.ShouldBe(ExitCode.Done);
        File.WriteAllText(Path.Combine(_out, "notes.txt"), "mine");
        ToolRun.Of(Corpus.Clean(_input, _out, "--overwrite")).ShouldStop(ExitCode.Failed, "holds 'notes.txt' besides a cleaning, so it is not replaced");
        ToolRun.Of(Corpus.Clean(Path.Combine(_out, "kept"), _out, "--overwrite")).ShouldStop(ExitCode.WrongUse, "lies in the folder of --out");
        File.Exists(Path.Combine(_out, "kept", "part-00000.jsonl")).ShouldBeTrue();
    }

    [Fact]
    public void A_folder_in_which_another_cleans_is_left_to_it()
    {
        Directory.CreateDirectory(_out);
        using var held = new FileStream(Path.Combine(_out, "cleaning.lock"), FileMode.Create, FileAccess.Write, FileShare.None);

        ToolRun.Of(Corpus.Clean(_input, _out)).ShouldStop(ExitCode.Failed, "Another process cleans into");
    }

    [Fact]
    public void What_a_process_left_that_died_at_once_is_no_hindrance()
    {
        _folder.File(Path.Combine("a folder with spaces", "cleaning.json.partial"), "{");
        _folder.File(Path.Combine("a folder with spaces", "cleaning.lock"), "");

        ToolRun.Of(Corpus.Clean(_input, _out)).Code.ShouldBe(ExitCode.Done);
    }

    [Theory]
    [InlineData("--out is missing")]
    [InlineData("No steps are named", "--out", "o")]
    [InlineData("There is no profile 'c5'; did you mean 'c4'?", "--out", "o", "--profile", "c5")]
    [InlineData("There is no step 'minimumWord'", "--out", "o", "--step", "minimumWord")]
    [InlineData("'minimumWords.minimum' is 'few', expected a whole number from 0 to 1,000,000.", "--out", "o", "--step", "minimumWords", "--set", "minimumWords.minimum=few")]
    [InlineData("The step 'minimumWords' has no option 'min'", "--out", "o", "--step", "minimumWords", "--set", "minimumWords.min=3")]
    [InlineData("expected step.option=value", "--out", "o", "--step", "minimumWords", "--set", "minimumWords=3")]
    [InlineData("there is no step 'minimumWord' here", "--out", "o", "--step", "minimumWords", "--set", "minimumWord.minimum=3")]
    [InlineData("The step 'minimumWords' stands behind 'exactDuplicates', which must come last", "--out", "o", "--step", "exactDuplicates", "--step", "minimumWords")]
    [InlineData("'--steps' is no option here; did you mean '--step'?", "--out", "o", "--steps", "minimumWords")]
    [InlineData("There is no format 'docx'", "--out", "o", "--step", "minimumWords", "--input-format", "docx")]
    [InlineData("There is no form 'docx' for shards", "--out", "o", "--step", "minimumWords", "--format", "docx")]
    [InlineData("--shard-size is 'big', expected an amount of at least 1 MB", "--out", "o", "--step", "minimumWords", "--shard-size", "big")]
    [InlineData("--threads is '-1', expected a whole number from 0", "--out", "o", "--step", "minimumWords", "--threads", "-1")]
    public void A_command_line_that_cannot_be_says_why(string sentence, params string[] more)
    {
        ToolRun.Of(["data", "clean", _input, .. sentence.StartsWith("--out is", StringComparison.Ordinal) ? ["--step", "minimumWords"] : more]).ShouldStop(ExitCode.WrongUse, sentence);
        Directory.Exists("o").ShouldBeFalse();
    }

    [Fact]
    public void Inputs_and_plugins_that_are_not_there_are_named()
    {
        ToolRun.Of(Corpus.Clean(_folder.File("none.jsonl"), _out)).ShouldStop(ExitCode.Failed, "There is no file or folder");
        ToolRun.Of(Corpus.Clean(_folder.File("*.nothing"), _out)).ShouldStop(ExitCode.Failed, "No file matches");
        Directory.CreateDirectory(_folder.File("empty"));
        ToolRun.Of(Corpus.Clean(_folder.File("empty"), _out)).ShouldStop(ExitCode.Failed, "has no files to read");
        ToolRun.Of(Corpus.Clean(_input, _out, "--plugin", _folder.File("none.dll"))).ShouldStop(ExitCode.Failed, "There is no plugin");
        ToolRun.Of(Corpus.Clean(_input, _out, "--plugin", _input)).ShouldStop(ExitCode.Failed, "cannot be loaded as a plugin");
        Directory.Exists(_out).ShouldBeFalse();
    }

    [Fact]
    public void An_input_without_a_document_fails_and_its_folder_says_why()
    {
        ToolRun.Of(Corpus.Clean(_folder.File("empty.jsonl", ""), _folder.File("o1"))).ShouldStop(ExitCode.Failed, "Not one document could be read from the inputs; they hold none.");
        var noise = _folder.File("noise");
        File.WriteAllBytes(noise, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 37))]);

        var run = ToolRun.Of(Corpus.Clean(noise, _folder.File("o2")));

        run.ShouldStop(ExitCode.Failed, "Not one document could be read from the inputs: ");
        run.Error.ShouldContain("content shows no format that is known");
        File.ReadAllText(_folder.File(Path.Combine("o2", "broken", "part-00000.jsonl"))).ShouldContain("content shows no format that is known");
    }

    [Fact]
    public void Broken_lines_are_counted_with_the_first_of_them_and_stop_nothing()
    {
        var input = _folder.File("some.jsonl", "{\"text\":\"one two three four five six\"}\r\n{broken\r\n\r\n{\"text\":\"seven eight nine ten eleven\"}\r\n");

        var run = ToolRun.Of(Corpus.Clean(input, _out));

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Kept     2 documents");
        run.Output.ShouldContain("Broken   1, such as some.jsonl, 2: ");
        File.ReadAllText(Path.Combine(_out, "kept", "part-00000.jsonl")).ShouldNotContain("\\r");
    }

    [Fact]
    public void A_first_line_that_breaks_off_is_the_only_one_that_is_lost()
    {
        var run = ToolRun.Of(Corpus.Clean(_folder.File("cut.jsonl", "{\"id\":\"cut\",\"text\":\"off\"\n" + Corpus.Lines), _out));

        run.Output.ShouldContain("Kept     20 documents");
        run.Output.ShouldContain("Broken   1, such as cut.jsonl, 1: ");
    }

    [Fact]
    public void A_column_of_a_table_can_be_the_text()
    {
        var input = _folder.File("posts.csv", "post,body\n1,\"one two three, four five\"\n2,short\n");

        ToolRun.Of(Corpus.Clean(input, _out)).ShouldStop(ExitCode.Failed, "its columns are 'post', 'body'");
        ToolRun.Of(Corpus.Clean(input, _folder.File("o2"), "--text-field", "body", "--id-field", "post")).Output.ShouldContain("Kept     1 documents");
    }

    [Fact]
    public void The_bytes_are_the_same_at_any_number_of_threads()
    {
        ToolRun.Of(Corpus.Clean(_input, _folder.File("one"), "--threads", "1", "--step", "exactDuplicates")).Code.ShouldBe(ExitCode.Done);
        ToolRun.Of(Corpus.Clean(_input, _folder.File("three"), "--threads", "3", "--step", "exactDuplicates")).Code.ShouldBe(ExitCode.Done);

        Corpus.Shards(_folder.File("three")).ShouldBe(Corpus.Shards(_folder.File("one")));
    }

    [Fact]
    public void A_dry_run_estimates_and_writes_nothing()
    {
        var run = ToolRun.Of(Corpus.Clean(_input, _out, "--dry-run"));

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Sample    30 documents");
        run.Output.ShouldMatch(@"Kept +66\.7.% of the documents");
        Directory.Exists(_out).ShouldBeFalse();
    }

    [Theory]
    [InlineData("jsonl", "part-00000.jsonl")]
    [InlineData("jsonl.gz", "part-00000.jsonl.gz")]
    [InlineData("jsonl.zst", "part-00000.jsonl.zst")]
    [InlineData("parquet", "part-00000.parquet")]
    [InlineData("txt", "part-00000.txt")]
    public void Shards_of_every_form_are_written_and_can_be_read_again(string form, string shard)
    {
        ToolRun.Of("data", "clean", _input, "--step", "minimumWords", "--format", form, "--out", _out).Code.ShouldBe(ExitCode.Done);

        var kept = Path.Combine(_out, "kept", shard);
        File.Exists(kept).ShouldBeTrue();
        ToolRun.Of("data", "stats", kept).Output.ShouldMatch(form == "txt" ? "Documents +1\n" : "Documents +20\n");
    }
}
