using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class RedactTestVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Invented_texts_are_measured_and_can_be_measured_again_from_their_file()
    {
        var (json, page, texts) = (_folder.File("scores.json"), _folder.File("scores.html"), _folder.File("texts.jsonl"));
        var run = Test("--seed", "3", "--texts", "200", "--json", json, "--report", page, "--write", texts);
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldStartWith("200 texts, ");
        run.Output.ShouldMatch("\nemail +[0-9]+ +[0-9]+ +[01]\\.[0-9]{3} ");
        Test("--file", texts).Output.ShouldBe(run.Output);
        using var scores = JsonDocument.Parse(File.ReadAllText(json));
        scores.RootElement.GetProperty("texts").GetInt32().ShouldBe(200);
        scores.RootElement.GetProperty("kinds").EnumerateArray().Last().GetProperty("kind").GetString().ShouldBe("all");
        File.ReadAllText(page).ShouldSatisfyAllConditions(html => html.ShouldContain("invented texts, seed 3"), html => html.ShouldContain("cryptoAddress"), html => html[html.IndexOf("<body", StringComparison.Ordinal)..].ShouldNotContain("@"));
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        Test("--file", _folder.File("none.jsonl")).ShouldFail(ExitCode.Failed, "There is no file");
        Test("--file", _folder.File("empty.jsonl", "")).ShouldFail(ExitCode.Failed, "has no labelled span");
        Test("--file", _folder.File("broken.jsonl", "x")).ShouldFail(ExitCode.Failed, "Line 1 of ");
        Test("--file", _folder.File("a.jsonl", ""), "--seed", "1").ShouldFail(ExitCode.WrongUse, "--seed and --texts are for invented texts");
        Test("--file", _folder.File("a.jsonl", ""), "--write", "b").ShouldFail(ExitCode.WrongUse, "--write is for invented texts");
        Test("--texts", "0").ShouldFail(ExitCode.WrongUse, "--texts is '0'");
    }

    private static ToolRun Test(params string[] arguments) => ToolRun.Of(["data", "redact", "test", .. arguments]);
}
