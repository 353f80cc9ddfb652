using Sinter.Data;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class AugmentVerbTests
{
    [Fact]
    public void CopiesAreWrittenWithTheirChanges()
    {
        using var folder = new TemporaryFolder();
        var input = folder.File("in.jsonl", """{"id":"a","text":"the quick fox jumps"}""" + "\n");
        var run = ToolRun.Of("data", "augment", input, "--out", folder.File("out.jsonl"), "--copies", "4", "--synonyms", folder.File("syn.csv", "quick, fast\n"), "--with-originals");
        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(0);
        run.Output.ShouldContain("4 copies of 1 documents");
        var documents = JsonLines.ReadDocuments(folder.File("out.jsonl")).ToList();
        documents.Count.ShouldBe(5);
        documents[0].Id.ShouldBe("a");
        documents.Skip(1).Select(static document => document.Metadata["augmented"]).Order(StringComparer.Ordinal).ShouldBe(["deletion", "insertion", "swap", "synonyms"]);
    }

    [Fact]
    public void WrongUseIsToldInOneSentence()
    {
        using var folder = new TemporaryFolder();
        var input = folder.File("in.jsonl", """{"id":"a","text":"the quick fox jumps"}""" + "\n");
        ToolRun.Of("data", "augment", input).ShouldFail(2, "--out is missing");
        ToolRun.Of("data", "augment", input, "--out", folder.File("out.doc")).ShouldFail(2, "ends in no form that is known");
        ToolRun.Of("data", "augment", input, "--out", input).ShouldFail(2, "is an input too");
        ToolRun.Of("data", "augment", input, "--out", folder.File("out.jsonl"), "--change", "swop").ShouldFail(2, "did you mean 'swap'?");
        ToolRun.Of("data", "augment", input, "--out", folder.File("out.jsonl"), "--change", "synonyms").ShouldFail(2, "needs a list of synonyms");
        ToolRun.Of("data", "augment", input, "--out", folder.File("out.jsonl"), "--rate", "2").ShouldFail(2, "--rate");
        File.Exists(folder.File("out.jsonl")).ShouldBeFalse();
    }
}
