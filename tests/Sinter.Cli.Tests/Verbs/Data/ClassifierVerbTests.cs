namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class ClassifierVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _labelled;

    public ClassifierVerbTests() => _labelled = _folder.File("labelled.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"__label__good fine warm light {i % 7}\n__label__bad cold dark rain {i % 7}\n")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("quality.bin")]
    [InlineData("quality.ftz")]
    public void A_classifier_is_trained_applied_and_tested(string name)
    {
        var model = Train(name);

        var predicted = ToolRun.Of("data", "classifier", "predict", model, _folder.File("lines.txt", "warm light\ndark rain\n\n"), "--k", "2");
        predicted.Code.ShouldBe(ExitCode.Done);
        var lines = predicted.Output.Split('\n');
        lines.Length.ShouldBe(4);
        lines[0].ShouldMatch("^__label__good 0.9[0-9]* __label__bad 0.0[0-9]*$");
        lines[1].ShouldStartWith("__label__bad 0.9");

        var tested = ToolRun.Of("data", "classifier", "test", model, _labelled);
        tested.Code.ShouldBe(ExitCode.Done);
        tested.Output.ShouldMatch("Lines +400\n");
        tested.Output.ShouldMatch("Precision +1.0000 ");
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        var model = Train("quality.bin");
        var empty = _folder.File("empty.txt", "");
        Classifier("train", empty, "--out", _folder.File("o.bin")).ShouldStop(ExitCode.Failed, "0 words and 0 labels were found");
        Classifier("train", _folder.File("none.txt"), "--out", _folder.File("o.bin")).ShouldFail(ExitCode.Failed, "There is no file");
        Classifier("train", _folder.Path, "--out", _folder.File("o.bin")).ShouldFail(ExitCode.Failed, "is a folder");
        Classifier("train", _labelled).ShouldFail(ExitCode.WrongUse, "Option '--out' is required");
        Classifier("train", _labelled, "--out", _folder.File("o.bin"), "--loss", "hinge").ShouldFail(ExitCode.WrongUse, "--loss is 'hinge', expected one of softmax, hs, ns, ova.");
        Classifier("predict", model, _folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no file");
        Classifier("predict", _folder.File("none.bin"), _labelled).ShouldFail(ExitCode.Failed, "There is no file");
        Classifier("predict", _folder.Path, _labelled).ShouldFail(ExitCode.Failed, "is a folder");
        Classifier("predict", _labelled, _labelled).ShouldFail(ExitCode.Failed, "this is not a fastText model");
        Classifier("test", model, empty).ShouldFail(ExitCode.Failed, "has no line with a label of the model");
        File.Exists(_folder.File("o.bin")).ShouldBeFalse();
    }

    private static ToolRun Classifier(params string[] arguments) => ToolRun.Of(["data", "classifier", .. arguments]);

    private string Train(string name)
    {
        var model = _folder.File(name);
        var run = Classifier("train", _labelled, "--out", model, "--dim", "4", "--epoch", "20", "--lr", "0.5", "--bucket", "100");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("2 labels");
        return model;
    }
}
