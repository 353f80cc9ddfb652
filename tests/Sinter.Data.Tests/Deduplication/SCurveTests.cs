using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class SCurveTests
{
    [Theory]
    [InlineData(0.7, 0.56)]
    [InlineData(0.75, 0.77)]
    [InlineData(0.8, 0.92)]
    public void Probabilities_of_datatrove_are_those_that_are_published(double similarity, double probability)
        => Math.Round(MinHashOptions.DataTrove.Curve.Probability(similarity), 2).ShouldBe(probability);

    [Fact]
    public void Its_ends_are_certain()
    {
        var curve = new SCurve(14, 8);

        curve.Probability(0).ShouldBe(0);
        curve.Probability(1).ShouldBe(1);
        curve.Hashes.ShouldBe(112);
        curve.Threshold.ShouldBe(Math.Pow(1 / 14.0, 1 / 8.0));
    }

    [Fact]
    public void Areas_are_those_of_the_polynomial()
    {
        // With one row and two bands it is 2s - s^2.
        var curve = new SCurve(2, 1);

        curve.FalsePositiveArea(0.6).ShouldBe(0.36 - (0.216 / 3), 1e-12);
        curve.FalseNegativeArea(0.6).ShouldBe((0.4 * 0.4 * 0.4) / 3, 1e-12);
    }

    [Theory]
    [InlineData(0.7, 256, 25, 10)]
    [InlineData(0.7, 250, 25, 10)]
    [InlineData(0.5, 1, 1, 1)]
    public void Bands_are_chosen_as_dataverse_does(double threshold, int hashes, int bands, int rows) => SCurve.Choose(threshold, hashes).ShouldBe(new SCurve(bands, rows));

    [Fact]
    public void Weights_move_the_choice()
    {
        var careful = SCurve.Choose(0.7, 128, falsePositiveWeight: 0.9, falseNegativeWeight: 0.1);
        var keen = SCurve.Choose(0.7, 128, falsePositiveWeight: 0.1, falseNegativeWeight: 0.9);

        careful.Probability(0.7).ShouldBeLessThan(keen.Probability(0.7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_threshold_has_bounds(double threshold) => Should.Throw<ArgumentException>(() => SCurve.Choose(threshold, 100));
}
