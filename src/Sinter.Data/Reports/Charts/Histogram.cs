namespace Sinter.Data.Reports;

/// <summary>How often values fall between edges. Every bin has the same width, whatever its edges.</summary>
/// <param name="Title">What was counted.</param>
/// <param name="Unit">The unit of the edges.</param>
/// <param name="Edges">The edges of the bins, one more than there are bins, rising.</param>
/// <param name="Counts">How many values fell into each bin.</param>
public sealed record Histogram(string Title, string Unit, IReadOnlyList<double> Edges, IReadOnlyList<long> Counts)
{
    /// <summary>How an edge is written.</summary>
    public Func<double, string> Format { get; init; } = Quantity.Count;

    /// <summary>Values that are marked with an upright line, such as the limits of a rule; one beyond the edges is not drawn.</summary>
    public IReadOnlyList<ReferenceLine> Limits { get; init; } = [];

    /// <summary>The bins that are drawn pale, by index; null for none.</summary>
    public Func<int, bool>? Pale { get; init; }

    /// <summary>The chart as a figure; empty where there are no bins.</summary>
    public Html ToHtml()
    {
        if (Counts.Count == 0 || Edges.Count != Counts.Count + 1)
        {
            return Html.Empty;
        }

        var highest = Math.Max(1, Counts.Max());
        var width = 100.0 / Counts.Count;
        var stride = Math.Max(1, (int)Math.Ceiling(Counts.Count / 8.0));
        return Html.Of(
            $"""
            <figure class="chart"><figcaption><b>{Title}</b><span>{Unit}</span></figcaption>
            <div class="plot histogram" style="height:140px"><svg role="img" aria-label="{Title}. {Quantity.Whole(Counts.Sum())} values, most often from {Format(Edges[Peak()])} to {Format(Edges[Peak() + 1])} {Unit}.">
            {Counts.Select((count, i) => Html.Of($"""<rect class="s1{(Pale?.Invoke(i) == true ? " pale" : "")}" x="{i * width}%" y="{100.0 - (100.0 * count / highest)}%" width="{width}%" height="{100.0 * count / highest}%"><title>{Format(Edges[i])} to {Format(Edges[i + 1])}: {Quantity.Whole(count)}</title></rect>"""))}
            <line class="base" x2="100%" y1="100%" y2="100%"/>
            {Limits.Where(limit => limit.Value >= Edges[0] && limit.Value <= Edges[^1]).Select(limit => Html.Of($"""<line class="limit" x1="{100 * PlaceOf(limit.Value)}%" x2="{100 * PlaceOf(limit.Value)}%" y1="-6" y2="100%"/><text class="tick limit" x="{100 * PlaceOf(limit.Value)}%" y="-8" text-anchor="middle">{limit.Name}</text>"""))}
            {Enumerable.Range(0, Edges.Count).Where(i => i % stride == 0).Select((i, n) => Html.Of($"""<text class="tick{(n % 2 == 1 ? " second" : "")}" x="{i * width}%" y="100%" dy="18" text-anchor="middle">{Format(Edges[i])}</text>"""))}
            </svg></div></figure>

            """);
    }

    /// <summary>Where a value stands, from 0 to 1: bins are equally wide, and within one the place is in proportion.</summary>
    private double PlaceOf(double value)
    {
        var bin = 0;
        while (bin < Counts.Count - 1 && Edges[bin + 1] <= value)
        {
            bin++;
        }

        return (bin + Math.Clamp((value - Edges[bin]) / (Edges[bin + 1] - Edges[bin]), 0, 1)) / Counts.Count;
    }

    private int Peak()
    {
        var peak = 0;
        for (var i = 1; i < Counts.Count; i++)
        {
            peak = Counts[i] > Counts[peak] ? i : peak;
        }

        return peak;
    }
}
