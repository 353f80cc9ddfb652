using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class DecontaminateVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _quiz;

    public DecontaminateVerbTests()
    {
        _quiz = _folder.File("quiz.jsonl", string.Concat(Enumerable.Range(0, 30).Select(static i => JsonSerializer.Serialize(new { question = Question(i) }) + "\n")));
        _input = _folder.File("posts.jsonl", string.Concat(Enumerable.Range(0, 40).Select(static i =>
            JsonSerializer.Serialize(new { key = i, body = i is 4 or 20 ? Filler(i) + Question(i) + Filler(i + 50) : Filler(i), tags = new[] { "a", "b" } }) + "\n")));
    }

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Items_are_taken_out_and_the_summary_says_so()
    {
        var run = Run();

        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("40: 38 clean, 0 cut, 2 removed");
        run.Output.ShouldContain("Benchmark  quiz: 2 of 30 items");
        run.Output.ShouldContain("of 20 planted items, verbatim");
        File.ReadAllLines(Path.Combine(Out, "kept", "part-00000.jsonl")).ShouldBe(File.ReadAllLines(_input).Where(static (_, i) => i is not (4 or 20)));
        File.ReadAllLines(Path.Combine(Out, "removed", "part-00000.jsonl")).Length.ShouldBe(2);
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "report.json"))).RootElement.GetProperty("recall").GetProperty("verbatim").GetProperty("found").GetInt32().ShouldBe(20);
    }

    [Fact]
    public void What_is_done_is_not_done_again_and_what_differs_is_refused()
    {
        Run().Code.ShouldBe(ExitCode.Done);

        Run().Output.ShouldContain("was done before");
        Run("--by", "span").Error.ShouldContain("--overwrite");
        Run("--by", "span", "--overwrite").Output.ShouldContain("2 cut, 0 removed");
        File.Delete(Path.Combine(Out, "report.json"));
        Run("--overwrite").Error.ShouldContain("something else than a decontamination");
    }

    [Fact]
    public void Wrong_use_is_told()
    {
        Run("--by", "word").Code.ShouldBe(ExitCode.WrongUse);
        Run("--context", "5").Code.ShouldBe(ExitCode.WrongUse);
        Run("--n", "0").Code.ShouldBe(ExitCode.WrongUse);
        Run("--agianst", _quiz).Code.ShouldBe(ExitCode.WrongUse);
        ToolRun.Of("data", "decontaminate", _input, "--against", _folder.File("none"), "--out", Out).Code.ShouldBe(ExitCode.Failed);
        ToolRun.Of("data", "decontaminate", _input, "--against", _folder.File("one.txt", "short\n"), "--out", Out).Error.ShouldContain("no benchmark item");
        ToolRun.Of("data", "decontaminate", _input, "--against", _quiz, "--out", _folder.Path).Code.ShouldBe(ExitCode.WrongUse);
        Directory.Exists(Out).ShouldBeFalse();
    }

    private static string Question(int i) => $"Question{i}: when the traveller number {i * 7} has walked {i} miles from town{i} to village{i}, how many miles are left before bridge{i} of castle{i}?";

    private static string Filler(int i) => string.Concat(Enumerable.Range(0, 8).Select(s => $" The {i}th garden has row {s} with tulip{(i * 31) + s} and stone{s * i} beside path{i + s}, which nobody visits. "));

    private ToolRun Run(params string[] more) => ToolRun.Of(["data", "decontaminate", _input, "--against", _quiz, "--out", Out, "--text-field", "body", "--id-field", "key", .. more]);
}
