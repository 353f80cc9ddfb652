using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class QuestionReportTests
{
    [Fact]
    public void Questions_with_and_without_an_answer_are_scored_apart_and_together()
    {
        var report = QuestionReport.Of(
        [
            new("The Eiffel Tower!", ["Eiffel tower", "tower"]),
            new("in Paris, France", ["Paris"]),
            new("", []),
            new("guess", []),
            new("", ["something"]),
        ]);

        report.Answerable.ShouldBe(new QuestionScores(3, 1 / 3.0, (1 + 0.5) / 3));
        report.Unanswerable.ShouldBe(new QuestionScores(2, 0.5, 0.5));
        report.All.Exact.ShouldBe(0.4, 1e-12);
        report.All.F1.ShouldBe(0.5, 1e-12);
        report.BestExact.ShouldBeNull();
    }

    [Fact]
    public void The_best_threshold_gives_answers_back_from_the_surest_on()
    {
        // By hand: all taken away 2 of 5 right; given back at 0.1: +1 = 3; at 0.2: -1 = 2; at 0.3: +1, +0.5 = 3.5; at 0.9: -1.
        AnsweredQuestion[] questions =
        [
            new("right", ["right"], 0.1), new("guess", [], 0.2), new("right too", ["right too"], 0.3), new("right not", ["right"], 0.4), new("guess", [], 0.9),
        ];

        var report = QuestionReport.Of(questions);

        report.BestExact.ShouldBe(new BestThreshold(3 / 5.0, 0.1));
        report.BestF1!.Value.Score.ShouldBe((3 + (2 / 3.0)) / 5, 1e-12);
        report.BestF1.Value.Threshold.ShouldBe(0.4);
        QuestionReport.Of(questions, threshold: 0.4).All.F1.ShouldBe((1 + 0 + 1 + (2 / 3.0) + 1) / 5, 1e-12);
    }

    [Fact]
    public void Answers_of_articles_and_marks_alone_are_no_answer()
    {
        AnswerScore.ExactMatch("the", []).ShouldBe(1);
        AnswerScore.ExactMatch("...", ["The"]).ShouldBe(1);
        AnswerScore.F1("", ["the!"]).ShouldBe(1);
        AnswerScore.F1("word", ["the!"]).ShouldBe(0);
    }

    [Fact]
    public void Nothing_and_nonsense_are_told()
    {
        QuestionReport.Of([]).All.ShouldBe(default);
        Should.Throw<ArgumentException>(() => QuestionReport.Of([new("a", ["a"], double.NaN)])).Message.ShouldContain("not a number");
    }
}
