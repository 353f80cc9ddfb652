using System.Xml.Linq;
using Sinter.Data.Reports;

namespace Sinter.Data.Tests.Reports;

public sealed class ChartTests
{
    private static readonly ChartPoint[] Falling = [.. Enumerable.Range(1, 5000).Select(i => new ChartPoint(i, 3 / Math.Sqrt(i)))];

    [Theory]
    [InlineData(0, 10, 5, 2)]
    [InlineData(0.9, 2.6, 5, 0.5)]
    [InlineData(0, 0.002, 2, 0.001)]
    [InlineData(-1e6, 1e6, 4, 500_000)]
    public void Steps_are_one_two_or_five_times_a_power_of_ten(double from, double to, int wanted, double step) =>
        Ticks.Step(from, to, wanted).ShouldBe(step, step * 1e-9);

    [Fact]
    public void Ticks_are_exact_and_within_the_axis() =>
        Ticks.Linear(0.05, 0.75, 0.1).ShouldBe([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten_with_steps_between_where_there_is_room()
    {
        Ticks.Logarithmic(1, 100).ShouldBe([1, 2, 5, 10, 20, 50, 100]);
        Ticks.Logarithmic(1e-6, 1).Count.ShouldBe(7);
        Ticks.Logarithmic(1e-30, 1e30).Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Theory]
    [InlineData(new[] { 0, 0.5, 1 }, "0|0.5|1.0")]
    [InlineData(new[] { 0, 0.0005, 0.001 }, "0|0.0005|0.0010")]
    [InlineData(new[] { 0.0, 5000, 10_000, 15_000 }, "0|5 k|10 k|15 k")]
    [InlineData(new[] { 1e-6, 2e-6 }, "1e-6|2e-6")]
    public void Labels_share_their_unit_and_decimals(double[] ticks, string labels) =>
        string.Join('|', Ticks.Labels(ticks)).Replace(Quantity.Space, ' ').ShouldBe(labels);

    [Fact]
    public void Downsampling_keeps_ends_peaks_and_order()
    {
        var points = Enumerable.Range(0, 100_000).Select(i => new ChartPoint(i, i == 61_234 ? 50 : Math.Sin(i / 9000.0))).ToArray();

        var kept = Downsampling.LargestTriangles(points, 200);

        kept.Count.ShouldBe(200);
        kept[0].ShouldBe(points[0]);
        kept[^1].ShouldBe(points[^1]);
        kept.ShouldContain(points[61_234]);
        kept.Select(p => p.X).ShouldBeInOrder();
    }

    [Fact]
    public void Few_points_are_all_kept_but_those_that_are_not_finite() =>
        Downsampling.LargestTriangles([new(0, 1), new(1, double.NaN), new(2, double.PositiveInfinity), new(3, 2)]).ShouldBe([new(0, 1), new(3, 2)]);

    [Fact]
    public void Smoothing_keeps_a_constant_the_first_point_and_the_level_of_noise()
    {
        Smoothing.Exponential([.. Enumerable.Range(0, 50).Select(i => new ChartPoint(i, 7))], 5).ShouldAllBe(p => Math.Abs(p.Y - 7) < 1e-12);
        var random = new Random(1);
        var noise = Enumerable.Range(0, 1000).Select(i => new ChartPoint(i, 2 + random.NextDouble())).ToArray();

        var smooth = Smoothing.Exponential(noise, 20);

        smooth[0].Y.ShouldBe(noise[0].Y, 1e-12);
        smooth.Skip(100).ShouldAllBe(p => p.Y > 2.3 && p.Y < 2.7);
    }

    [Fact]
    public void A_line_chart_is_well_formed_and_small_however_many_points_it_has()
    {
        var html = new LineChart("Loss", new Axis("step"), new Axis("bits per byte"), [new("training", Falling), new("validation", [new(100, 1), new(5000, 0.5)], LineStyle.Dots)])
        {
            References = [new("trigram", 1.46)],
        }.ToHtml().ToString();

        var figure = XElement.Parse(html);
        figure.Descendants("path").Count().ShouldBe(3);
        figure.Descendants("svg").First().Attribute("aria-label")!.Value.ShouldContain("training from 3 to 0.04243; validation from 1 to 0.5; trigram 1.46");
        html.Length.ShouldBeLessThan(30_000);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Points_that_an_axis_cannot_hold_are_left_out(bool logarithmic, int lost)
    {
        ChartPoint[] points = [new(1, 0), new(2, 10), new(3, double.NaN), new(4, 100)];

        var html = new LineChart("Norm", new Axis("step"), new Axis("") { Logarithmic = logarithmic }, [new("norm", points)]).ToHtml().ToString();

        var path = XElement.Parse(html).Descendants("path").Single().Attribute("d")!.Value;
        path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2 * (3 - lost));
    }

    [Fact]
    public void A_chart_without_points_says_so() =>
        new LineChart("Loss", new Axis("step"), new Axis("nats"), [new("training", [])]).ToHtml().ToString().ShouldContain("Nothing was recorded.");

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1e300)]
    [InlineData(double.Epsilon)]
    public void A_single_point_of_any_size_is_drawn_as_a_dot(double value)
    {
        var figure = XElement.Parse(new LineChart("Loss", new Axis("step"), new Axis("nats"), [new("training", [new(1, value)])]).ToHtml().ToString());

        figure.Descendants("path").Count(p => p.Attribute("class")!.Value.Contains("dots")).ShouldBe(1);
        figure.ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public void Bars_are_as_long_as_their_share_of_the_longest()
    {
        var figure = XElement.Parse(new BarChart("Bits", "less is better", [new("a", 4, "4"), new("b", 1, "1") { Interval = (0.5, 2) }, new("c", double.NaN, "?")]).ToHtml().ToString());

        figure.Descendants("rect").Where(r => r.Attribute("class")!.Value is not "track").Select(r => r.Attribute("width")!.Value).ShouldBe(["100%", "25%"]);
        figure.Descendants("g").Single().Element("line")!.Attribute("x2")!.Value.ShouldBe("50%");
    }

    [Fact]
    public void A_funnel_shows_what_went_on_and_what_did_not()
    {
        var figure = XElement.Parse(new FunnelChart("Flow", [new("Clean", 100, 52, 2000, 1000), new("Split", 52, 52, 1000, 1000)]).ToHtml().ToString());

        figure.Descendants("rect").Select(r => r.Attribute("width")!.Value).ShouldBe(["100%", "52%", "100%", "50%", "52%", "52%", "50%", "50%"]);
        figure.Value.Replace(Quantity.Space, ' ').ShouldContain("52.0 % kept");
    }

    [Fact]
    public void An_empty_funnel_bar_chart_histogram_and_sparkline_are_nothing()
    {
        new FunnelChart("", []).ToHtml().IsEmpty.ShouldBeTrue();
        new BarChart("", "", []).ToHtml().IsEmpty.ShouldBeTrue();
        new Histogram("", "", [], []).ToHtml().IsEmpty.ShouldBeTrue();
        Sparkline.Of([new(1, 1)]).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void All_zero_figures_divide_by_nothing()
    {
        new FunnelChart("Flow", [new("Clean", 0, 0, 0, 0)]).ToHtml().ToString().ShouldNotContain("NaN");
        new BarChart("Time", "", [new("a", 0, "0")]).ToHtml().ToString().ShouldNotContain("NaN");
        new Histogram("Lengths", "bytes", [0, 1, 2], [0, 0]).ToHtml().ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public void A_histogram_tells_its_peak()
    {
        var html = new Histogram("Lengths", "words", [0, 10, 20, 30], [1, 7, 2]).ToHtml().ToString();

        XElement.Parse(html).Descendants("svg").First().Attribute("aria-label")!.Value.ShouldBe("Lengths. 10 values, most often from 10 to 20 words.");
    }

    [Fact]
    public void A_sparkline_is_one_path() =>
        XElement.Parse(Sparkline.Of(Falling).ToString()).Elements("path").Count().ShouldBe(1);
}
