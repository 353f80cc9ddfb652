using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class ClassificationReportTests
{
    private const double Exact = 1e-12;
    private static readonly string[] Four = ["a", "b", "c", "d"];

    [Fact]
    public void Four_classes_are_scored_as_the_definitions_say()
    {
        var expected = Figures.Numbers["multi"]!;

        var report = ClassificationReport.Of(Four, expected["truth"].Ints(), expected["predicted"].Ints(), expected["probabilities"].Rows());

        report.Accuracy.ShouldBe(expected["accuracy"].Number(), Exact);
        report.Matthews.ShouldBe(expected["mcc"].Number(), Exact);
        report.Kappa.ShouldBe(expected["kappa"].Number(), Exact);
        new[] { report.Macro.Precision, report.Macro.Recall, report.Macro.F1 }.ShouldBe(expected["macro"].Doubles(), Exact);
        new[] { report.Weighted.Precision, report.Weighted.Recall, report.Weighted.F1 }.ShouldBe(expected["weighted"].Doubles(), Exact);
        report.Classes.Select(static score => score.F1).ShouldBe(expected["f1"].Doubles(), Exact);
        report.Micro.F1.ShouldBe(report.Accuracy, Exact);
        report.BalancedAccuracy.ShouldBe(expected["macro"]![1].Number(), Exact);
        report.Interval.ShouldBe(WilsonInterval.Of(report.Confusion.Correct, report.Total));
        report.RocAuc.ShouldBeNull();
        for (var truth = 0; truth < 4; truth++)
        {
            for (var predicted = 0; predicted < 4; predicted++)
            {
                report.Confusion[truth, predicted].ShouldBe(expected["confusion"]![truth]![predicted]!.GetValue<long>());
            }
        }
    }

    [Fact]
    public void Two_classes_with_tied_scores_have_the_areas_of_the_definitions()
    {
        var expected = Figures.Numbers["binary"]!;
        var (truth, scores) = (expected["truth"].Ints(), expected["scores"].Doubles());

        var report = ClassificationReport.Of(["no", "yes"], truth, [.. scores.Select(static score => score >= 0.5 ? 1 : 0)], [.. scores.Select(static score => new[] { (float)(1 - score), (float)score })]);

        report.RocAuc!.Value.ShouldBe(expected["auc"].Number(), Exact);
        report.AveragePrecision!.Value.ShouldBe(expected["ap"].Number(), Exact);
        report.Matthews.ShouldBe(expected["mcc"].Number(), Exact);
    }

    [Fact]
    public void Worked_examples_give_their_figures()
    {
        // By hand: tp 2, fp 1, fn 1, tn 0; (2·0 - 1·1) / sqrt(3·3·1·1).
        ClassificationReport.Of(["-", "+"], [1, 1, 1, 0], [1, 0, 1, 1]).Matthews.ShouldBe(-1.0 / 3, Exact);
        Ranking.RocAuc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.75, Exact);
        Ranking.AveragePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.5 + (0.5 * 2 / 3), Exact);
    }

    [Fact]
    public void A_constant_answer_and_a_perfect_one_stand_at_the_ends()
    {
        var constant = ClassificationReport.Of(["a", "b", "c"], [0, 0, 1, 2], [0, 0, 0, 0]);
        var perfect = ClassificationReport.Of(["a", "b", "c"], [0, 0, 1, 2], [0, 0, 1, 2]);

        (constant.Matthews, constant.Kappa, constant.Accuracy).ShouldBe((0, 0, 0.5));
        perfect.Matthews.ShouldBe(1, Exact);
        (perfect.Kappa, perfect.Macro.F1).ShouldBe((1, 1));
    }

    [Fact]
    public void A_class_that_never_occurs_is_left_out_of_the_mean() =>
        ClassificationReport.Of(["a", "b", "never"], [0, 1], [0, 1]).Macro.F1.ShouldBe(1);

    [Fact]
    public void No_prediction_is_wrong_and_of_no_class()
    {
        var report = ClassificationReport.Of(["a", "b"], [0, 0, 1, 1], [0, ConfusionMatrix.NoPrediction, 1, 0]);

        report.Accuracy.ShouldBe(0.5);
        report.Confusion.Unpredicted.ShouldBe(1);
        report.Classes[0].ShouldBe(new ClassScore("a", 2, 2, 1));
        report.Micro.ShouldBe(new ClassAverage(2 / 3.0, 0.5, 4 / 7.0));

        // By hand as three classes of which the third is never true: (2·4 - (2·2 + 2·1)) / sqrt((16 - 8)(16 - (4 + 1 + 1))).
        report.Matthews.ShouldBe(2 / Math.Sqrt(8 * 10), Exact);
    }

    [Fact]
    public void Nothing_scores_nothing()
    {
        var report = ClassificationReport.Of(["a", "b"], [], [], []);

        (report.Accuracy, report.Matthews, report.Kappa, report.Macro.F1, report.Micro.F1).ShouldBe((0, 0, 0, 0, 0));
        report.RocAuc.ShouldBeNull();
        report.Calibration!.ExpectedError.ShouldBe(0);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Message(() => ClassificationReport.Of(["a"], [0, 0], [0])).ShouldContain("2 labels and 1 predictions");
        Message(() => ClassificationReport.Of([], [], [])).ShouldContain("0 classes");
        Message(() => ClassificationReport.Of(["a"], [1], [0])).ShouldContain("Item 0 has the class 1");
        Message(() => ClassificationReport.Of(["a"], [0], [-2])).ShouldContain("prediction -2");
        Message(() => ClassificationReport.Of(["a", "b"], [0], [0], [[0.5f]])).ShouldContain("1 probabilities");
        Message(() => ClassificationReport.Of(["a", "b"], [0], [0], [[0.5f, float.NaN]])).ShouldContain("not a finite number");
        Message(() => ClassificationReport.Of(["a", "b"], [0], [0], [[3f, -2f]])).ShouldContain("not their logits");
        Message(() => Ranking.RocAuc([double.NaN], [true])).ShouldContain("not a number");
        Ranking.RocAuc([1, 2], [true, true]).ShouldBe(double.NaN);
        Ranking.AveragePrecision([1, 2], [false, false]).ShouldBe(double.NaN);
    }

    [Fact]
    public void The_metrics_of_a_stage_hold_the_matrix_and_the_calibration()
    {
        var json = ClassificationReport.Of(["no", "yes"], [0, 1, 1], [0, 1, 0], [[0.9f, 0.1f], [0.2f, 0.8f], [0.6f, 0.4f]]).ToJson();

        json["accuracy"].Number().ShouldBe(2 / 3.0, Exact);
        json["confusion"]!["counts"]!.ToJsonString().ShouldBe("[[1,0],[1,1]]");
        json["calibration"]!["bins"]!.AsArray().Count.ShouldBe(15);
        json["rocAuc"].Number().ShouldBe(1);
        ClassificationReport.Of([.. Enumerable.Range(0, 301).Select(static at => $"{at}")], [0], [0]).ToJson().ContainsKey("confusion").ShouldBeFalse();
    }

    private static string Message(Action act) => Should.Throw<ArgumentException>(act).Message;
}
