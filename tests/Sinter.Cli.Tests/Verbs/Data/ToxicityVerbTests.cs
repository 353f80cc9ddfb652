using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class ToxicityVerbTests : IDisposable
{
    private const string Insult = "You are a stupid idiot and everybody hates you.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_has_a_score_and_a_label()
    {
        var lines = _folder.File("lines.txt", $"A walk in the garden.\n{Insult}\n\n\0\r\nlast");

        var run = ToolRun.Of("data", "toxicity", lines);

        run.Code.ShouldBe(ExitCode.Done);
        var scores = run.Output.Split('\n')[..^1].Select(static line => line.Split('\t')).ToList();
        scores.Count.ShouldBe(5);
        scores.Select(static line => line[1]).ShouldBe(["clean", "toxic", "clean", "clean", "clean"]);
        double.Parse(scores[1][0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0.9, 1);
        scores[2][0].ShouldBe("0.0000");
    }

    [Fact]
    public void Json_and_thresholds_are_as_asked_for()
    {
        var run = ToolRun.Of("data", "toxicity", _folder.File("lines.txt", $"{Insult}\n"), "--json", "--threshold", "1");

        var line = JsonDocument.Parse(run.Output).RootElement;
        line.GetProperty("line").GetInt32().ShouldBe(1);
        line.GetProperty("label").GetString().ShouldBe("clean");
        line.GetProperty("score").GetDouble().ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_model_is_trained_tested_and_used()
    {
        var labelled = _folder.File("labelled.csv", "body,label\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => i % 2 == 0 ? $"a rotten zorg {i},1\n" : $"a sweet melon {i},0\n")));
        var model = _folder.File("model.bin");

        var train = ToolRun.Of("data", "toxicity", "train", labelled, "--text-field", "body", "--label-field", "label", "--out", model);

        train.Code.ShouldBe(ExitCode.Done);
        train.Output.ShouldContain("60, 30 toxic, cross-validated in 5 parts");
        ToolRun.Of("data", "toxicity", "test", labelled, "--text-field", "body", "--label-field", "label", "--model", model).Output.ShouldContain("AUC        1.0000");
        ToolRun.Of("data", "toxicity", _folder.File("lines.txt", "rotten zorg\nsweet melon\n"), "--model", model, "--threshold", "0.5").Output.Split('\n').Select(static line => line.Split('\t')[^1]).ShouldBe(["toxic", "clean", ""]);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        var lines = _folder.File("lines.txt", "a\n");
        ToolRun.Of("data", "toxicity", _folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no file");
        ToolRun.Of("data", "toxicity", lines, "--model", lines).ShouldFail(ExitCode.Failed, "no toxicity model");
        ToolRun.Of("data", "toxicity", "train", lines, "--out", _folder.File("model.bin")).Code.ShouldBe(ExitCode.Failed);
        ToolRun.Of("data", "toxicity", lines, "--threshold", "2").Code.ShouldBe(ExitCode.WrongUse);
    }
}
