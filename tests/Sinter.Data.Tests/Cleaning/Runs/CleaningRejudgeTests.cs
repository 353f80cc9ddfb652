using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning.Runs;

public sealed class CleaningRejudgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("minimumWords", "minimum", "1")]
    [InlineData("minimumWords", "minimum", "8")]
    [InlineData("repetition", "maximumDuplicateParagraphs", "0.9")]
    public void Other_limits_on_stored_scores_give_what_a_new_cleaning_gives(string step, string option, string value)
    {
        var path = _folder.File("in.jsonl", CleaningFixture.Lines(2000));
        var steps = StepMerge.Of(CleaningFixture.Steps, [new StepSetting(step, new Dictionary<string, string> { [option] = value })]);
        var before = new CleaningFolder(_folder.File("before"));
        var fresh = new CleaningFolder(_folder.File("fresh"));
        var rejudged = new CleaningFolder(_folder.File("rejudged"));
        Clean(path, before, CleaningFixture.Chain());
        Clean(path, fresh, CleaningFixture.Chain(steps));

        var result = CleaningResult.Read(before, CleaningFixture.Catalog);
        CleaningRejudge.Write(result, CleaningFixture.Chain(steps), rejudged, TestContext.Current.CancellationToken);

        CleaningFixture.Data(rejudged).ShouldBe(CleaningFixture.Data(fresh));
        CleaningFixture.Data(rejudged).ShouldNotBe(CleaningFixture.Data(before));
        CleaningResult.Read(rejudged, CleaningFixture.Catalog).Summary.Kept.ShouldBe(CleaningResult.Read(fresh, CleaningFixture.Catalog).Summary.Kept);
    }

    [Fact]
    public void An_option_that_changes_what_is_measured_is_refused()
    {
        var before = new CleaningFolder(_folder.File("before"));
        Clean(_folder.File("in.jsonl", CleaningFixture.Lines(50)), before, CleaningFixture.Chain());
        var steps = StepMerge.Of(CleaningFixture.Steps, [new StepSetting("normalise", new Dictionary<string, string> { ["form"] = "NFKC" })]);

        Should.Throw<InvalidDataException>(() => CleaningRejudge.Count(CleaningResult.Read(before, CleaningFixture.Catalog), CleaningFixture.Chain(steps))).Message.ShouldContain("'normalise.form' is no limit");
    }

    [Fact]
    public void Scores_that_are_not_whole_are_refused()
    {
        var before = new CleaningFolder(_folder.File("before"));
        Clean(_folder.File("in.jsonl", CleaningFixture.Lines(50)), before, CleaningFixture.Chain(), new CleaningOptions { ScoreDropped = false });

        Should.Throw<InvalidDataException>(() => CleaningRejudge.Count(CleaningResult.Read(before, CleaningFixture.Catalog), CleaningFixture.Chain())).Message.ShouldContain("--stop-at-drop");
    }

    [Fact]
    public void A_document_is_explained_rule_by_rule()
    {
        var folder = new CleaningFolder(_folder.File("out"));
        Clean(_folder.File("in.jsonl", CleaningFixture.Lines(200)), folder, CleaningFixture.Chain());
        var result = CleaningResult.Read(folder, CleaningFixture.Catalog);

        var dropped = DocumentExplanation.Find(result, "000007");
        dropped.Rules[0].Rule.Name.ShouldBe("minimumWords.words");
        dropped.Rules[0].Score.ShouldBe(2);
        dropped.Rules[0].Margin.ShouldBe(-1);
        dropped.Rules[0].Passes.ShouldBeFalse();
        dropped.Detail.ShouldContain("2, at least 3");
        dropped.Document!.Text.ShouldBe("too short");
        DocumentExplanation.Find(result, "000002").Row.IsKept.ShouldBeTrue();
        Should.Throw<KeyNotFoundException>(() => DocumentExplanation.Find(result, "nobody"));
    }

    private static void Clean(string path, CleaningFolder folder, CleaningChain chain, CleaningOptions? options = null) =>
        new CleaningRun(folder, [CleaningFixture.Source(path)], chain, options ?? new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken);
}
