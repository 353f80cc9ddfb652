using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Quantiles_are_true_to_a_hundredth() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<NormalFloat>>(),
        values =>
        {
            var numbers = values.Get.Select(static value => (float)value.Get).Where(float.IsFinite).Order().ToArray();
            var histogram = new ScoreHistogram();
            foreach (var number in numbers)
            {
                histogram.Add(number);
            }

            foreach (var share in (double[])[0.01, 0.5, 1])
            {
                if (numbers.Length > 0)
                {
                    var expected = numbers[Math.Max(0, (int)Math.Ceiling(share * numbers.Length) - 1)];
                    Math.Abs(histogram.Quantile(share) - expected).ShouldBeLessThanOrEqualTo(Math.Abs(expected) / 100.0);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_not_measured_does_not_count()
    {
        var histogram = new ScoreHistogram();
        histogram.Add(float.NaN);
        histogram.Add(-0f);
        histogram.Add(0);
        histogram.Add(float.PositiveInfinity);

        histogram.Count.ShouldBe(3);
        histogram.Bins.ShouldBe([(0, 2L), (double.PositiveInfinity, 1L)]);
        double.IsNaN(new ScoreHistogram().Quantile(0.5)).ShouldBeTrue();
    }
}
