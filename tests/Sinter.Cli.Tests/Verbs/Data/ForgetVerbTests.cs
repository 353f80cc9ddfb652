namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class ForgetVerbTests
{
    [Fact]
    public void AFolderForgetsAndTheReceiptGoesWhereItIsWanted()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("out/kept/part-00000.jsonl", """{"id":"a","text":"one"}""" + "\n" + """{"id":"b","text":"two"}""" + "\n");
        var dry = ToolRun.Of("data", "forget", "a", "--in", folder.File("out"), "--dry-run");
        dry.Code.ShouldBe(0);
        dry.Output.ShouldContain("kept/part-00000.jsonl");
        File.ReadAllLines(data).Length.ShouldBe(2);

        var run = ToolRun.Of("data", "forget", "a", "--in", folder.File("out"), "--yes", "--out", folder.File("receipts"));
        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(0);
        run.Output.ShouldContain("Forgot   1 ids");
        File.ReadAllLines(data).ShouldHaveSingleItem().ShouldContain("\"b\"");
        Directory.GetFiles(folder.File("receipts")).Length.ShouldBe(2);

        ToolRun.Of("data", "forget", "a", "--in", folder.File("out"), "--yes").ShouldFailWith(1, $"No document 'a' was found; looked in '{folder.File("out")}'.");
    }

    [Fact]
    public void WrongUseIsToldInOneSentence()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Of("data", "forget", "--in", folder.Path).ShouldFail(2, "Nothing is named to be forgotten");
        ToolRun.Of("data", "forget", "--match", "a", "--in", folder.Path).ShouldFail(2, "fewer than 3 characters");
        ToolRun.Of("data", "forget", "a", "--in", folder.File("nowhere")).ShouldFail(1, "There is no folder");
        ToolRun.Of("data", "forget", "a", "--in", folder.Path, "--key", folder.File("key", "short")).ShouldFail(1, "expected at least 16");
        ToolRun.Of("data", "forget", "--match", "some text", "--in", folder.Path, "--yes").ShouldFailWith(1, "No document that holds the text of --match was found; looked in");
    }

    [Fact]
    public void EachRunOfAFolderForgetsByItself()
    {
        using var folder = new TemporaryFolder();
        foreach (var run in new[] { "one", "two", "three" })
        {
            folder.File($"runs/{run}/recipe.yaml", "name: x\n");
            folder.File($"runs/{run}/documents/train.jsonl", $$"""{"id":"{{(run == "two" ? "other" : "a")}}","text":"text"}""" + "\n");
        }

        ToolRun.Of("data", "forget", "a", "--in", folder.File("runs"), "--yes").Code.ShouldBe(0);
        Directory.Exists(folder.File("runs/one/forgotten")).ShouldBeTrue();
        Directory.Exists(folder.File("runs/two/forgotten")).ShouldBeFalse();
        Directory.Exists(folder.File("runs/three/forgotten")).ShouldBeTrue();
        File.ReadAllText(folder.File("runs/two/documents/train.jsonl")).ShouldContain("other");
    }
}

file static class Failures
{
    /// <summary>Holds that it failed with a code and one sentence, after it had told of its progress.</summary>
    public static void ShouldFailWith(this ToolRun run, int code, string sentence)
    {
        run.Error.TrimEnd().ShouldContain(sentence);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        run.Code.ShouldBe(code);
    }
}
