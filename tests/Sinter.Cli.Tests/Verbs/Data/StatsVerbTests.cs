namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class StatsVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_words_and_bytes_of_a_folder_are_counted()
    {
        _folder.File(Path.Combine("in", "a.jsonl"), Corpus.Lines + "{broken\n");
        _folder.File(Path.Combine("in", "b.txt"), "three more words");

        var run = ToolRun.Of("data", "stats", _folder.File("in"));

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldMatch("Documents +31\n");
        run.Output.ShouldMatch("Broken +1, such as in/a.jsonl, 31: ");

        // Ten texts of two words, twenty of seven, and three words.
        run.Output.ShouldMatch("Words +163\n");
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        ToolRun.Of("data", "stats", _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no file or folder");
        ToolRun.Of("data", "stats", _folder.File("a.jsonl", Corpus.Lines), "--input-format", "docx").ShouldFail(ExitCode.WrongUse, "There is no format 'docx'");
        ToolRun.Of("data", "stats", "--thread", "3").ShouldFail(ExitCode.WrongUse, "'--thread' is no option here; did you mean '--threads'?");
    }
}
