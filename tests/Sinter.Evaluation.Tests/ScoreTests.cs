namespace Sinter.Evaluation.Tests;

public sealed class ScoreTests
{
    [Theory]
    [InlineData("A method.", "method")]
    [InlineData("  THE   Property ", "property")]
    [InlineData("an event", "Event")]
    [InlineData("\"System.String\".", "system.string")]
    [InlineData("`System.Int32`", "System.Int32.")]
    [InlineData("", "the")]
    public void What_does_not_matter_does_not_count(string answer, string expected) =>
        ExactMatch.Matches(answer, expected).ShouldBeTrue();

    [Theory]
    [InlineData("method", "methods")]
    [InlineData("System.String", "SystemString")]
    [InlineData("a property and a method", "property")]
    [InlineData("theory", "ory")]
    [InlineData("", "method")]
    public void What_matters_does(string answer, string expected) =>
        ExactMatch.Matches(answer, expected).ShouldBeFalse();

    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(int successes, int trials, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, trials);

        interval.Low.ShouldBe(low, 0.00005);
        interval.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void Nothing_tried_says_nothing() => WilsonInterval.Of(0, 0).ShouldBe(new WilsonInterval(0, 1));

    [Fact]
    public void All_right_ends_at_one() => WilsonInterval.Of(20, 20).High.ShouldBe(1);

    [Fact]
    public void The_most_frequent_label_wins_and_ties_go_to_the_first_by_name() =>
        MajorityBaseline.MostFrequent(["b", "a", "c", "a", "b"]).ShouldBe("a");

    [Fact]
    public void Answers_are_scored_as_a_whole_and_by_class()
    {
        var score = ClassificationScore.Of(
            [("method", "A method."), ("method", "property"), ("property", "Property"), ("event", "banana")],
            trainingLabels: ["method", "method", "event"]);

        score.Accuracy.ShouldBe(0.5);
        score.Majority.ShouldBe(0.5);
        score.MajorityLabel.ShouldBe("method");
        score.Classes.ShouldBe([
            new("method", Support: 2, Predicted: 1, Correct: 1),
            new("event", Support: 1, Predicted: 0, Correct: 0),
            new("property", Support: 1, Predicted: 2, Correct: 1),
            new(ClassificationScore.OtherAnswers, Support: 0, Predicted: 1, Correct: 0),
        ]);
        score.Classes[0].Recall.ShouldBe(0.5);
        score.Classes[2].Precision.ShouldBe(0.5);
    }

    [Fact]
    public void No_answers_score_nothing_and_divide_by_nothing()
    {
        var score = ClassificationScore.Of([], []);

        score.Accuracy.ShouldBe(0);
        score.Majority.ShouldBe(0);
        score.Classes.ShouldBeEmpty();
    }

    [Fact]
    public void Gzip_needs_little_for_repetition_and_much_for_noise()
    {
        var random = new Random(1);
        var noise = new string([.. Enumerable.Range(0, 20_000).Select(_ => (char)random.Next(33, 97))]);

        CompressionBaseline.GzipBitsPerByte(Enumerable.Repeat("again and again", 2000)).ShouldBeLessThan(0.1);
        CompressionBaseline.GzipBitsPerByte([noise]).ShouldBeInRange(5.9, 6.3);
    }
}
