using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sinter.Data.Reports;

namespace Sinter.Data.Tests.Reports;

using Html = Sinter.Data.Reports.Html;

public sealed partial class ReportPageTests
{
    private const string Hostile = "</title></style></script><script>alert(1)</script><img src=\"http://example.org/x\" onerror='y'>";

    private static readonly ReportPage Page = new()
    {
        Title = Hostile,
        Kicker = Hostile,
        Subtitle = Hostile,
        Verdict = new(VerdictLevel.Warning, Hostile, [new(VerdictLevel.Good, Hostile), new(VerdictLevel.Bad, Hostile)]),
        Tiles = [new(Hostile, Hostile, Hostile) { Picture = Sparkline.Of([new(0, 1), new(1, 2)]) }],
        Sections =
        [
            new(Hostile, Hostile, new Table([Hostile, "#" + Hostile], [[Html.Text(Hostile), Html.Text("1")]]) { Caption = Hostile }.ToHtml()),
            new("Charts", null, new LineChart(Hostile, new Axis(Hostile), new Axis(Hostile), [new(Hostile, [new(0, 1), new(1, 2)]), new("b", [new(0, 1), new(1, 2)])]) { References = [new(Hostile, 1)] }.ToHtml()
                + new BarChart(Hostile, Hostile, [new(Hostile, 1, Hostile) { Note = Hostile }]).ToHtml()
                + new FunnelChart(Hostile, [new(Hostile, 2, 1, 2, 1)]).ToHtml()
                + new Histogram(Hostile, Hostile, [0, 1], [1]).ToHtml()),
            new("Folded", null, Disclosure.Of(Html.Text(Hostile), Html.Text(Hostile)) + Disclosure.Measured(Hostile, 0.5, Hostile, Html.Text(Hostile))),
            new("Facts", null, Table.Facts([(Hostile, Html.Text(Hostile))])),
        ],
        Footer = Hostile,
    };

    [Fact]
    public void No_text_from_outside_becomes_markup_anywhere()
    {
        var html = Page.ToHtml();

        html.ShouldNotContain("<img");
        html.ShouldNotContain("<script>alert");
        Occurrences(html, "</script>").ShouldBe(Occurrences(html, "<script"));
        Occurrences(html, "</style>").ShouldBe(1);
        Occurrences(html, "</title>").ShouldBe(2); // the page's own and that of the histogram's bar
    }

    [Fact]
    public void Nothing_is_fetched_and_only_the_own_script_may_run()
    {
        var html = (Page with { Title = "t" }).ToHtml();
        var script = ScriptElement().Matches(html)[^1].Groups["source"].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

        html.ShouldContain($"default-src 'none';style-src 'unsafe-inline';script-src 'sha256-{hash}'");
        html.ShouldNotContain(" src=\"");
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.ShouldNotContain("<link");
    }

    [Fact]
    public void Lines_end_alike_on_every_system() => Page.ToHtml().ShouldNotContain('\r');

    [Fact]
    public void A_page_of_nothing_is_still_a_page()
    {
        var html = new ReportPage { Title = "empty" }.ToHtml();

        html.ShouldStartWith("<!DOCTYPE html>");
        html.ShouldContain("<h1>empty</h1>");
        html.ShouldNotContain("<nav");
    }

    [Fact]
    public void A_page_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("sinter-page-").FullName;
        try
        {
            var path = Path.Combine(folder, "report.html");
            File.WriteAllText(path, "old");

            Page.Save(path);

            File.ReadAllText(path).ShouldBe(Page.ToHtml());
            Directory.GetFiles(folder).ShouldBe([path]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // WCAG 2.2: 4.5 for text, 3 for lines and marks.
    [Theory]
    [InlineData("ink", 7)]
    [InlineData("muted", 4.5)]
    [InlineData("c1", 4.5)]
    [InlineData("c2", 4.5)]
    [InlineData("c3", 4.5)]
    [InlineData("c4", 4.5)]
    [InlineData("c5", 4.5)]
    [InlineData("c6", 4.5)]
    [InlineData("good", 4.5)]
    [InlineData("warn", 4.5)]
    [InlineData("bad", 4.5)]
    public void Every_colour_stands_out_from_the_page_in_light_and_dark(string name, double least)
    {
        var colour = Colour(name);
        var page = Colour("page");

        Contrast(colour.Light, page.Light).ShouldBeGreaterThanOrEqualTo(least);
        Contrast(colour.Dark, page.Dark).ShouldBeGreaterThanOrEqualTo(least);
    }

    private static (string Name, string Light, string Dark) Colour(string name) => Palette.Colours.Single(c => string.Equals(c.Name, name, StringComparison.Ordinal));

    private static double Contrast(string one, string other)
    {
        var (high, low) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (high + 0.05) / (low + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<script>(?<source>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScriptElement();
}
