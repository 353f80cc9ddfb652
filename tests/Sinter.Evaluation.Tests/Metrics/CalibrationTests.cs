using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class CalibrationTests
{
    [Fact]
    public void Probabilities_are_measured_as_the_definitions_say()
    {
        var expected = Figures.Numbers["multi"]!;

        var report = CalibrationReport.Of(expected["probabilities"].Rows(), expected["truth"].Ints());

        report.ExpectedError.ShouldBe(expected["ece"].Number(), 1e-12);
        report.MaximumError.ShouldBe(expected["mce"].Number(), 1e-12);
        report.Brier.ShouldBe(expected["brier"].Number(), 1e-12);
        report.LogLoss.ShouldBe(expected["logloss"].Number(), 1e-12);
        report.Bins.Sum(static bin => bin.Count).ShouldBe(240);
    }

    [Fact]
    public void A_bin_holds_its_upper_end_and_not_its_lower()
    {
        var report = CalibrationReport.Of([[0.5f, 0.5f], [0.75f, 0.25f], [1, 0]], [0, 1, 0], bins: 4);

        report.Bins.Select(static bin => bin.Count).ShouldBe([0, 1, 1, 1]);
        report.Bins[1].ShouldBe(new ReliabilityBin(0.25, 0.5, 1, 0.5, 1));
        report.Bins[2].Accuracy.ShouldBe(0);

        // By hand: gaps of 0.5, 0.75 and 0, a third each.
        report.ExpectedError.ShouldBe(1.25 / 3, 1e-12);
        report.MaximumError.ShouldBe(0.75);
        report.Brier.ShouldBe((0.5 + (2 * 0.5625) + 0) / 3, 1e-12);
    }

    [Fact]
    public void A_truth_of_no_probability_costs_a_finite_loss() =>
        CalibrationReport.Of([[1, 0]], [1]).LogLoss.ShouldBe(-Math.Log(1e-15), 1e-9);

    [Fact]
    public void The_temperature_is_that_of_the_least_loss()
    {
        var expected = Figures.Numbers["multi"]!;

        var scaling = TemperatureScaling.Fit(expected["logits"].Rows(), expected["truth"].Ints());

        scaling.Temperature.ShouldBe(expected["temperature"].Number(), 1e-6);
        scaling.LossBefore.ShouldBe(expected["nllBefore"].Number(), 1e-9);
        scaling.LossAfter.ShouldBe(expected["nllAfter"].Number(), 1e-12);
        scaling.AtLimit.ShouldBeFalse();
    }

    [Fact]
    public void Scaled_logits_are_calibrated_better_and_order_classes_as_before()
    {
        var expected = Figures.Numbers["multi"]!;
        var (logits, truth) = (expected["logits"].Rows(), expected["truth"].Ints());
        var scaling = TemperatureScaling.Fit(logits, truth);
        var scaled = logits.Select(row =>
        {
            var probabilities = new float[row.Length];
            scaling.Apply(row, probabilities);
            return probabilities;
        }).ToArray();

        CalibrationReport.Of(scaled, truth).ExpectedError.ShouldBeLessThan(expected["ece"].Number() / 2);
        scaled.Select(static row => Array.IndexOf(row, row.Max())).ShouldBe(logits.Select(static row => Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public void Logits_that_are_always_right_or_say_nothing_end_at_a_limit()
    {
        TemperatureScaling.Fit([[5, 0], [0, 5]], [0, 1]).Temperature.ShouldBe(TemperatureScaling.Least, 1e-12);
        TemperatureScaling.Fit([[5, 0], [0, 5]], [1, 0]).Temperature.ShouldBe(TemperatureScaling.Greatest, 1e-12);
        TemperatureScaling.Fit([[1, 1], [2, 2]], [1, 0]).AtLimit.ShouldBeTrue();
        TemperatureScaling.Fit([[3e38f, -3e38f], [3e38f, -3e38f]], [0, 1]).LossAfter.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Message(() => TemperatureScaling.Fit([], [])).ShouldContain("no items");
        Message(() => TemperatureScaling.Fit([[1, 2]], [])).ShouldContain("1 rows of logits and 0 labels");
        Message(() => TemperatureScaling.Fit([[1, 2], [1]], [0, 0])).ShouldContain("Item 1 has 1 logits");
        Message(() => TemperatureScaling.Fit([[1, float.PositiveInfinity]], [0])).ShouldContain("not a finite number");
        Message(() => TemperatureScaling.Fit([[1, 2]], [2])).ShouldContain("class 2");
        Message(() => CalibrationReport.Of([[0.5f, 0.5f]], [7])).ShouldContain("class 7");
    }

    private static string Message(Action act) => Should.Throw<ArgumentException>(act).Message;
}
