namespace Sinter.Data.Reports;

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length, at least 0.</param>
/// <param name="Text">The figure beside it.</param>
public sealed record Bar(string Label, double Value, string Text)
{
    /// <summary>A small remark below the label, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Which colour of the palette; the bars of a chart that mean the same have the same.</summary>
    public int Colour { get; init; }

    /// <summary>Drawn pale: something to compare with rather than a result.</summary>
    public bool Pale { get; init; }

    /// <summary>The ends of the interval of confidence, in the units of the value, or null.</summary>
    public (double Low, double High)? Interval { get; init; }
}

/// <summary>Horizontal bars from zero, one a row, in the order given.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Unit">The unit of the lengths, and which way is better.</param>
/// <param name="Bars">The bars.</param>
public sealed record BarChart(string Title, string Unit, IReadOnlyList<Bar> Bars)
{
    /// <summary>The length of the whole row; null for the longest bar.</summary>
    public double? Maximum { get; init; }

    /// <summary>The chart as a figure; empty where there are no bars.</summary>
    public Html ToHtml()
    {
        var bars = Bars.Where(b => double.IsFinite(b.Value) && b.Value >= 0).ToList();
        var longest = Maximum ?? bars.Select(b => Math.Max(b.Value, b.Interval?.High ?? 0)).DefaultIfEmpty().Max();
        return bars.Count == 0
            ? Html.Empty
            : Html.Of($"""<figure class="chart"><figcaption><b>{Title}</b><span>{Unit}</span></figcaption><div class="bars">{bars.Select(b => Row(b, longest))}</div></figure>""");
    }

    private static Html Row(Bar bar, double longest)
    {
        var style = Palette.SeriesClass(bar.Colour) + (bar.Pale ? " pale" : "");
        return Html.Of(
            $"""
            <div class="bar"><span>{bar.Label}{(bar.Note is null ? Html.Empty : Html.Of($"<small>{bar.Note}</small>"))}</span>
            <svg height="16" aria-hidden="true"><rect class="track" width="100%" height="16"/><rect class="{style}" width="{Share(bar.Value, longest)}%" height="16"/>{Whisker(bar, longest)}</svg><b>{bar.Text}</b></div>

            """);
    }

    private static Html Whisker(Bar bar, double longest)
    {
        if (bar.Interval is not var (low, high))
        {
            return Html.Empty;
        }

        var (left, right) = (Share(low, longest), Share(high, longest));
        return Html.Of($"""<g class="whisker"><line x1="{left}%" x2="{right}%" y1="8" y2="8"/><line x1="{left}%" x2="{left}%" y1="4" y2="12"/><line x1="{right}%" x2="{right}%" y1="4" y2="12"/></g>""");
    }

    private static double Share(double value, double longest) => longest > 0 ? 100 * Math.Clamp(value / longest, 0, 1) : 0;
}
