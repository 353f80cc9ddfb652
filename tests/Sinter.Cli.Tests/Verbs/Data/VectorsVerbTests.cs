namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class VectorsVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _text;

    public VectorsVerbTests() => _text = _folder.File("text.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"The horse eats, the cow eats. The oak grows and the fern grows {i % 7}.\n")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("words.bin")]
    [InlineData("words.vec")]
    public void Vectors_are_trained_asked_and_tested(string name)
    {
        var file = _folder.File(name);
        var trained = Vectors("train", _text, "--out", file, "--dim", "8", "--bucket", "100", "--model", "cbow", "--threads", "2");
        trained.Code.ShouldBe(ExitCode.Done, trained.Error);

        var nearest = Vectors("nearest", file, "horse", "unheard-of", "--k", "2");
        nearest.Output.Split('\n')[0].ShouldBe("horse");
        nearest.Output.ShouldMatch("  [01-].* ");
        Vectors("analogy", file, "horse", "eats", "oak", "--k", "1").Code.ShouldBe(ExitCode.Done);

        var tested = Vectors("test", file, "--similarity", _folder.File("pairs.tsv", "horse\tcow\t9\nhorse\toak\t1\n"), "--analogy", _folder.File("questions.txt", ": all\nhorse eats oak grows\n"));
        tested.Code.ShouldBe(ExitCode.Done, tested.Error);
        tested.Output.ShouldContain("Pairs      2, 2 with vectors, 2 with vectors of their own");
        tested.Output.ShouldContain("Questions  1, 1 of known words");
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        Vectors("train", _folder.File("empty.txt", ""), "--out", _folder.File("o.bin")).Error.ShouldContain("no word is there 5 times");
        Vectors("train", _text, "--out", _folder.File("o.bin"), "--model", "glove").ShouldFail(ExitCode.WrongUse, "--model is 'glove', expected skipgram or cbow.");
        Vectors("train", _text, "--out", _folder.File("o.bin"), "--minn", "7").ShouldFail(ExitCode.WrongUse, "--minn is 7 and --maxn 6");
        Vectors("nearest", _folder.File("none.bin"), "word").ShouldFail(ExitCode.Failed, "There is no file");
        Vectors("nearest", _text, "word").ShouldFail(ExitCode.Failed, "holds no word vectors");
        Vectors("test", _text).ShouldFail(ExitCode.WrongUse, "There is nothing to measure");
        File.Exists(_folder.File("o.bin")).ShouldBeFalse();
    }

    private static ToolRun Vectors(params string[] arguments) => ToolRun.Of(["data", "vectors", .. arguments]);
}
