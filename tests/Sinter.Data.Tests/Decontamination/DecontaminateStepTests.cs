using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Decontamination;

public sealed class DecontaminateStepTests : IDisposable
{
    private const string Question = "A baker sells forty loaves on Monday and twice as many on each day after that; how many loaves are sold by the end of Thursday?";
    private const string Before = "The weather was fine, and the market opened early. ";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_are_dropped_or_cut()
    {
        var quiz = _folder.File("quiz.jsonl", $"{{\"question\":\"{Question}\"}}\n");
        var text = string.Concat(Enumerable.Repeat(Before, 10)) + Question;

        var dropped = Run(text, ("against", quiz));
        dropped.DroppedBy.ShouldBe(0);
        dropped.Scores[1].ShouldBe(1);
        Run(Before, ("against", quiz)).DroppedBy.ShouldBe(ChainResult.Kept);
        Run(text.Replace("loaves", "cakes", StringComparison.Ordinal).Replace("each day", "each morning", StringComparison.Ordinal), ("against", quiz)).DroppedBy.ShouldBe(1);
        Run(text, ("against", quiz), ("maximumGrams", "100"), ("maximumShare", "1")).DroppedBy.ShouldBe(ChainResult.Kept);

        var cut = Run(text, ("against", quiz), ("by", "span"), ("context", "0"));
        cut.DroppedBy.ShouldBe(ChainResult.Kept);
        cut.Result.Text.ShouldNotContain("loaves");
        cut.Result.Text.ShouldStartWith(Before);
        Run(Question, ("against", quiz), ("by", "span")).DroppedBy.ShouldBe(2);
        Run("", ("against", quiz), ("by", "span")).DroppedBy.ShouldBe(ChainResult.Kept);
    }

    [Fact]
    public void Without_benchmarks_it_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Run("text")).Message.ShouldContain("needs the option 'against'");
        Should.Throw<InvalidDataException>(() => Run("text", ("against", _folder.File("none.csv")))).Message.ShouldContain("none.csv");
    }

    private static ChainResult Run(string text, params (string, string)[] options)
    {
        var settings = new StepSetting("decontaminate", options.ToDictionary(static option => option.Item1, static option => option.Item2));
        return new ChainRunner(CleaningChain.Create(StepCatalog.BuiltIn, [settings])).Run(new Document { Id = "1", Text = text });
    }
}
