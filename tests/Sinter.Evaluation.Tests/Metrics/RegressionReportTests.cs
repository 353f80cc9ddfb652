using Sinter.Data.Statistics;
using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class RegressionReportTests
{
    [Fact]
    public void Numbers_are_compared_as_the_definitions_say()
    {
        var expected = Figures.Numbers["regression"]!;

        var report = RegressionReport.Of(expected["truth"].Doubles(), expected["predicted"].Doubles());

        report.Pearson.ShouldBe(expected["pearson"].Number(), 1e-12);
        report.Spearman.ShouldBe(expected["spearman"].Number(), 1e-12);
        report.MeanSquaredError.ShouldBe(expected["mse"].Number(), 1e-12);
        report.MeanAbsoluteError.ShouldBe(expected["mae"].Number(), 1e-12);
        report.Determination.ShouldBe(expected["r2"].Number(), 1e-12);
        report.RootMeanSquaredError.ShouldBe(Math.Sqrt(expected["mse"].Number()), 1e-12);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() =>
        Correlation.Ranks([3, 1, 3, 2, 3]).ShouldBe([4, 1, 4, 2, 4]);

    [Fact]
    public void Constants_have_no_correlation_and_stay_out_of_the_metrics()
    {
        var report = RegressionReport.Of([2, 2, 2], [1, 2, 3]);

        report.Pearson.ShouldBe(double.NaN);
        report.Determination.ShouldBe(double.NaN);
        report.ToJson().Select(static pair => pair.Key).ShouldBe(["items", "meanSquaredError", "meanAbsoluteError"]);
    }

    [Fact]
    public void Great_numbers_do_not_overflow() => RegressionReport.Of([1e150, 2e150, 3e150], [1e150, 2e150, 3e150]).Pearson.ShouldBe(1, 1e-12);

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Should.Throw<ArgumentException>(() => RegressionReport.Of([], [])).Message.ShouldContain("no numbers");
        Should.Throw<ArgumentException>(() => RegressionReport.Of([1], [])).Message.ShouldContain("1 true numbers and 0 predictions");
        Should.Throw<ArgumentException>(() => RegressionReport.Of([1, 2], [1, double.NaN])).Message.ShouldContain("Item 1");
    }
}
