using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

public sealed class TokenizerMeasureVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tokenizer;

    public TokenizerMeasureVerbTests() => _tokenizer = SmallTokenizer.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_tokenizers_are_measured_side_by_side_with_page_and_figures()
    {
        var bytes = _folder.File("bytes.json");
        var texts = _folder.File("a.jsonl", """
            {"text":"The cat sat on the mat, and the children played in the garden all day long."}
            {"text":"Der Hund lief durch den Garten, und die Kinder spielten den ganzen Tag im Haus."}
            {broken

            """);
        ToolRun.Of("tokenizer", "train", "--model", "byte", "--out", bytes, texts).Code.ShouldBe(ExitCode.Done);

        var run = ToolRun.Of("tokenizer", "measure", "--tokenizer", _tokenizer, "--against", bytes, texts, "--report", _folder.File("r.html"), "--json", _folder.File("r.json"));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldMatch("English +75 B +1\\.[0-9]+ +1\\.000\n");
        run.Output.ShouldMatch("German ");
        run.Output.ShouldContain("1 records could not be read, such as");
        File.ReadAllText(_folder.File("r.html")).ShouldContain("bytes.json");
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        json.RootElement.GetProperty("tokenizers")[1].GetProperty("tokens").GetInt64().ShouldBe(json.RootElement.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void Texts_without_a_document_are_a_failure()
    {
        var run = ToolRun.Of("tokenizer", "measure", "--tokenizer", _tokenizer, _folder.File("a.jsonl", "{broken\n"));

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("Not one document with text could be read");
    }

    [Fact]
    public void An_extended_tokenizer_keeps_its_ids_and_writes_the_domain_shorter()
    {
        var texts = _folder.File("d.txt", string.Concat(Enumerable.Repeat("thermodynamics of polymers\n", 50)));

        var run = ToolRun.Of("tokenizer", "extend", "--tokenizer", _tokenizer, "--add", "20", "--out", _folder.File("extended"), texts);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        var (before, after) = (Sinter.Tokenizers.Tokenizer.Load(_tokenizer), Sinter.Tokenizers.Tokenizer.Load(_folder.File("extended")));
        after.VocabularySize.ShouldBe(before.VocabularySize + 20);
        after.Token(before.VocabularySize - 1).ShouldBe(before.Token(before.VocabularySize - 1));
        after.CountTokens("thermodynamics").ShouldBeLessThan(before.CountTokens("thermodynamics"));
        ToolRun.Of("tokenizer", "extend", "--tokenizer", _tokenizer, "--add", "20", "--out", _folder.File("extended"), texts).ShouldFail(ExitCode.Failed, "not an empty folder");
    }
}
