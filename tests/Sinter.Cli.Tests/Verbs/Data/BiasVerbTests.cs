namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class BiasVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _text;

    public BiasVerbTests() => _text = _folder.File("docs.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => $$"""{"id":"d{{i}}","text":"{{(i % 4 == 0 ? "She sings" : "He drives")}} and John waits."}""" + "\n")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bias_is_counted_swapped_and_balanced()
    {
        var run = Bias(_text, "--out", _folder.File("out"), "--augment", "swap", "--names", _folder.File("names.txt", "John Mary\n"), "--balance", "gender", "--shares", "female=1,male=2");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldMatch("gender/female +10 times, skew 0\\.[0-9]+; after 30 times");
        run.Output.ShouldContain("60 documents, 60 words swapped in 30");
        File.Exists(_folder.File("out/report.html")).ShouldBeTrue();
    }

    [Fact]
    public void Vectors_are_tested_too()
    {
        var vectors = _folder.File("v.vec", "8 2\nshe 1 0\nher 1 0.1\nhe 0 1\nhim 0.1 1\nwork 0 1\njob 0 2\nfamily 1 0\nhome 2 0\n");

        var run = Bias(_text, "--out", _folder.File("out"), "--vectors", vectors);

        run.Output.ShouldContain("gender/male              work, not family: d 1.7");
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        var target = _folder.File("out");
        Bias(_text, "--out", target, "--augment", "mix").ShouldFail(ExitCode.WrongUse, "--augment is 'mix', expected swap or half.");
        Bias(_text, "--out", target, "--sample", "both").ShouldFail(ExitCode.WrongUse, "--sample is 'both', expected down or up.");
        Bias(_text, "--out", target, "--balance", "height").ShouldFail(ExitCode.WrongUse, "--balance is 'height', expected one of gender, age");
        Bias(_text, "--out", target, "--balance", "gender", "--shares", "old=1").ShouldFail(ExitCode.WrongUse, "'old=1' is no group of --balance");
        Bias("-", "--out", target, "--augment", "swap").ShouldFail(ExitCode.WrongUse, "the input is read twice");
        Bias(_text, "--out", target, "--groups", _folder.File("g.txt", "gender\n")).ShouldFail(ExitCode.Failed, "Line 1 of");
        Bias(_folder.File("none.jsonl"), "--out", target).ShouldFail(ExitCode.Failed, "There is no file or folder");
        Directory.Exists(target).ShouldBeFalse();
    }

    private static ToolRun Bias(params string[] arguments) => ToolRun.Of(["data", "bias", .. arguments]);
}
