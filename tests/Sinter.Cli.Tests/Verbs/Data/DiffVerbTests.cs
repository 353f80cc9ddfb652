namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class DiffVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_profiles_are_compared_on_the_same_documents()
    {
        var sentence = "The men of the town have to be with the women of that village, and it is late in the day. ";
        var input = _folder.File("docs.jsonl", $"{{\"id\":\"same\",\"text\":\"{string.Concat(Enumerable.Repeat(sentence, 6))}\"}}\n" + Corpus.Lines);

        var run = ToolRun.Of("data", "diff", "gopher-datatrove", "course", input, "--documents", "10");

        run.Code.ShouldBe(ExitCode.Done);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldMatch("Documents +10\n");
        run.Output.ShouldContain("Kept by gopher-datatrove alone: ");
        run.Output.ShouldContain("Kept by course alone: ");
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        var input = _folder.File("docs.jsonl", Corpus.Lines);
        ToolRun.Of("data", "diff", "c4", "finweb", input).ShouldFail(ExitCode.WrongUse, "There is no profile 'finweb'; did you mean 'fineweb'?");
        ToolRun.Of("data", "diff", "c4", "fineweb", _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no file or folder");
        ToolRun.Of("data", "diff", "c4", "fineweb").ShouldFail(ExitCode.WrongUse, "Required argument 'INPUT' missing");
        ToolRun.Of("data", "diff", "c4", "fineweb", input, "--document", "3").ShouldFail(ExitCode.WrongUse, "'--document' is no option here; did you mean '--documents'?");
    }
}
