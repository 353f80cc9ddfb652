using Sinter.Data.Reports;

namespace Sinter.Data.Tests.Reports;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(9876, "9,876")]
    [InlineData(143_208, "143 k")]
    [InlineData(999_600, "1 M")]
    [InlineData(1_234_000, "1.23 M")]
    [InlineData(-25_000, "-25 k")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Counts(double count, string text) => Plain(Quantity.Count(count)).ShouldBe(text);

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(14_900_000, "14.9 MB")]
    [InlineData(999, "999 B")]
    [InlineData(999_999_999, "1 GB")]
    public void Bytes(double bytes, string text) => Plain(Quantity.Bytes(bytes)).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.00042, "0.42 ms")]
    [InlineData(0.42, "420 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(59.97, "1 min 00 s")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(273_600, "3 d 4 h")]
    [InlineData(-12, "-12 s")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(1e300, "11574074074 d 1 h")]
    public void Durations(double seconds, string text) => Plain(Quantity.Duration(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "< 0.1 %")]
    [InlineData(0.934, "93.4 %")]
    [InlineData(0.94, "94.0 %")]
    [InlineData(0.99999, "> 99.9 %")]
    [InlineData(1, "100 %")]
    public void Percentages(double share, string text) => Plain(Quantity.Percent(share)).ShouldBe(text);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.93125, "0.9313")]
    [InlineData(0.0006, "6e-4")]
    [InlineData(12.5, "12.5")]
    [InlineData(1234.56, "1,234.6")]
    [InlineData(3.14e23, "3.14e23")]
    public void Numbers(double value, string text) => Quantity.Number(value).ShouldBe(text);

    [Fact]
    public void Figures_below_each_other_have_the_same_decimals() => Quantity.Fixed(1.1).ShouldBe("1.100");

    private static string Plain(string text) => text.Replace(Quantity.Space, ' ');
}
