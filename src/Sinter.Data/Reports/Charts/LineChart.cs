using System.Text.Json;

namespace Sinter.Data.Reports;

/// <summary>
/// Lines over a common axis. The drawing stretches to the width it is given while text and strokes keep their size;
/// wide charts name each line at its end, narrow ones in a legend.
/// </summary>
/// <param name="Title">What is shown.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The lines; each is downsampled to a few hundred points.</param>
public sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<LineSeries> Series)
{
    // The inner drawing has its own coordinates, a thousand each way.
    private const double Unit = 1000;
    private const int LabelHeight = 16;

    /// <summary>Levels to compare with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>The height of the plot in CSS pixels.</summary>
    public int Height { get; init; } = 240;

    private sealed record Drawn(LineSeries Series, IReadOnlyList<ChartPoint> Points, string Class);

    private sealed record EndLabel(string Name, string Class, double Value, double Place);

    /// <summary>The chart as a figure; a line that says so where there is nothing to draw.</summary>
    public Html ToHtml()
    {
        var drawn = Series
            .Select((s, i) => new Drawn(s, Downsampling.LargestTriangles([.. s.Points.Where(CanBeDrawn)]), Palette.SeriesClass(s.Colour ?? i)))
            .Where(d => d.Points.Count > 0)
            .ToList();
        if (drawn.Count == 0)
        {
            return Html.Of($"""<figure class="chart">{Caption()}<p class="none">Nothing was recorded.</p></figure>""");
        }

        var references = References.Where(r => CanBeDrawn(new(1, r.Value))).ToList();
        var leading = drawn.Exists(d => d.Series.Style != LineStyle.Faint) ? drawn.Where(d => d.Series.Style != LineStyle.Faint) : drawn;
        var x = AxisScale.Fit(X, drawn.SelectMany(d => d.Points).Select(p => p.X), ticks: 7, round: false);
        var y = AxisScale.Fit(Y, leading.SelectMany(d => d.Points).Select(p => p.Y).Concat(drawn.SelectMany(d => Band(d.Series)).SelectMany(b => new[] { b.Low, b.High })).Concat(references.Select(r => r.Value)), ticks: TicksUp, round: true);
        var labels = EndLabels(drawn, references, y);
        return Html.Of(
            $"""
            <figure class="chart{(labels.Count > 1 ? " labelled" : "")}">{Caption()}{Legend(labels)}
            <div class="plot" tabindex="0" style="height:{Height}px"><svg role="img" aria-label="{Title}. {Summary(drawn, references)}">
            <desc>{Summary(drawn, references)}</desc>
            {HorizontalGrid(y)}{VerticalTicks(x)}{references.Select(r => ReferenceMark(r, y))}
            <svg class="data" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">{drawn.Select(d => Spread(d, x, y))}{drawn.Select(d => Line(d, x, y))}</svg>
            <svg class="data whole" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">{drawn.Select(d => Dots(d, x, y))}</svg>
            {(labels.Count > 1 ? labels.Select(DirectLabel) : [])}<line class="cursor" y1="0" y2="100%" visibility="hidden"/></svg>
            <script type="application/json">{Html.Trusted(Values(drawn, x))}</script></div></figure>

            """);
    }

    private int TicksUp => Math.Clamp(Height / 55, 2, 6);

    private bool CanBeDrawn(ChartPoint point) =>
        point.IsFinite && (!X.Logarithmic || point.X > 0) && (!Y.Logarithmic || point.Y > 0);

    private Html Caption() => Html.Of($"<figcaption><b>{Title}</b><span>{(Y.Label.Length == 0 ? "" : Y.Label + ", ")}by {X.Label}</span></figcaption>");

    private static string Summary(List<Drawn> drawn, List<ReferenceLine> references) => string.Join("; ",
        drawn.Where(d => d.Series.Style != LineStyle.Faint || drawn.Count == 1)
            .Select(d => $"{d.Series.Name} from {Quantity.Number(d.Points[0].Y)} to {Quantity.Number(d.Points[^1].Y)}")
            .Concat(references.Select(r => $"{r.Name} {Quantity.Number(r.Value)}"))) + ".";

    private static Html HorizontalGrid(AxisScale y)
    {
        var ticks = Ticks.Of(y);
        var labels = Ticks.Labels(ticks, y.Axis.Format);
        return Html.Concat(ticks.Select((t, i) =>
        {
            var place = 100 * (1 - y.Share(t));
            return Html.Of($"""<line class="grid" x2="100%" y1="{place}%" y2="{place}%"/><text class="tick" x="-8" y="{place}%" dy=".32em" text-anchor="end">{labels[i]}</text>""");
        }));
    }

    // Every second tick is left out where the chart is narrow.
    private static Html VerticalTicks(AxisScale x)
    {
        var ticks = Ticks.Of(x);
        var labels = Ticks.Labels(ticks, x.Axis.Format);
        return Html.Of($"""<line class="base" x2="100%" y1="100%" y2="100%"/>""") + Html.Concat(ticks.Select((t, i) => Html.Of(
            $"""<text class="tick{(i % 2 == 1 ? " second" : "")}" x="{100 * x.Share(t)}%" y="100%" dy="18" text-anchor="middle">{labels[i]}</text>""")));
    }

    private static Html ReferenceMark(ReferenceLine reference, AxisScale y)
    {
        var place = 100 * (1 - y.Share(reference.Value));
        return Html.Of($"""<line class="reference" x2="100%" y1="{place}%" y2="{place}%"/>""");
    }

    private IEnumerable<ChartBand> Band(LineSeries series) =>
        series.Band.Where(b => CanBeDrawn(new(b.X, b.Low)) && CanBeDrawn(new(b.X, b.High)));

    // Out along the upper ends and back along the lower.
    private Html Spread(Drawn line, AxisScale x, AxisScale y)
    {
        var band = Band(line.Series).ToList();
        return band.Count < 2 ? Html.Empty : Html.Of(
            $"""<path class="{line.Class} band" d="M{band.Select(b => Place(new(b.X, b.High), x, y))}{Enumerable.Reverse(band).Select(b => Place(new(b.X, b.Low), x, y))}Z"/>""");
    }

    private static Html Line(Drawn line, AxisScale x, AxisScale y) =>
        Html.Of($"""<path class="{line.Class}{(line.Series.Style == LineStyle.Faint ? " faint" : "")}" d="M{line.Points.Select(p => Place(p, x, y))}"/>""");

    // A stroke of no length with round ends is a dot that stays round however the drawing is stretched.
    private static Html Dots(Drawn line, AxisScale x, AxisScale y) => line.Series.Style == LineStyle.Dots || line.Points.Count == 1
        ? Html.Of($"""<path class="{line.Class} dots" d="{line.Points.Select(p => Html.Of($"M{Place(p, x, y)}h0"))}"/>""")
        : Html.Empty;

    private static Html Place(ChartPoint point, AxisScale x, AxisScale y) =>
        Html.Of($"{Unit * x.Share(point.X)} {Unit * (1 - y.Share(point.Y))} ");

    private List<EndLabel> EndLabels(List<Drawn> drawn, List<ReferenceLine> references, AxisScale y)
    {
        var labels = drawn.Where(d => d.Series.Style != LineStyle.Faint)
            .Select(d => new EndLabel(d.Series.Name, d.Class, d.Points[^1].Y, 0))
            .Concat(references.Select(r => new EndLabel(r.Name, "reference", r.Value, 0)))
            .Select(l => l with { Place = Height * (1 - y.Share(l.Value)) })
            .OrderBy(l => l.Place)
            .ToList();
        Spread(labels, Height);
        return labels;
    }

    // Pushes labels down until none touches the one above, then back up from the lower end.
    private static void Spread(List<EndLabel> labels, int height)
    {
        for (var i = 1; i < labels.Count; i++)
        {
            labels[i] = labels[i] with { Place = Math.Max(labels[i].Place, labels[i - 1].Place + LabelHeight) };
        }

        for (var i = labels.Count - 1; i >= 0; i--)
        {
            var limit = i == labels.Count - 1 ? height : labels[i + 1].Place - LabelHeight;
            labels[i] = labels[i] with { Place = Math.Min(labels[i].Place, limit) };
        }
    }

    private static Html DirectLabel(EndLabel label) => Html.Of(
        $"""<text class="direct {label.Class}" x="100%" dx="10" y="{label.Place}" dy=".32em">{label.Name} <tspan>{Quantity.Number(label.Value, 3)}</tspan></text>""");

    private static Html Legend(List<EndLabel> labels) => labels.Count < 2
        ? Html.Empty
        : Html.Of($"""<ul class="legend">{labels.Select(l => Html.Of($"""<li class="key {l.Class}">{l.Name} <b>{Quantity.Number(l.Value, 3)}</b></li>"""))}</ul>""");

    // What the script shows below the pointer; the serializer escapes every character that could end the element.
    private static string Values(List<Drawn> drawn, AxisScale x) => JsonSerializer.Serialize(new
    {
        x = new { label = x.Axis.Label, log = x.Axis.Logarithmic, range = new[] { x.Minimum, x.Maximum } },
        series = drawn.Select(d => new
        {
            name = d.Series.Name,
            style = d.Class,
            points = d.Points.Select(p => new[] { Significant(p.X), Significant(p.Y) }),
        }),
    });

    // Six digits are more than the tooltip shows and a third of the size.
    private static double Significant(double value) => value == 0
        ? 0
        : double.Parse(value.ToString("g6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
