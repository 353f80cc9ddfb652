using Sinter.Data.Reports;

namespace Sinter.Data.Cleaning;

using Html = Sinter.Data.Reports.Html;

/// <summary>The two pictures of a rule: how its scores lie about its limits, and what other limits would keep.</summary>
internal static class RuleFigures
{
    private const int Bins = 32;
    private const int CurvePoints = 60;

    /// <summary>From this ratio of the greatest to the least value on, bins grow with the value.</summary>
    private const double WideRange = 60;

    /// <summary>The pictures side by side; empty where nothing was measured.</summary>
    public static Html Of(RuleSummary rule, long documents)
    {
        if (rule.All.Count == 0)
        {
            return Html.Empty;
        }

        var edges = Edges(rule);
        return Html.Of($"""<div class="pair">{Histogram(rule, edges)}{Curve(rule, edges, documents)}</div>""");
    }

    private static Html Histogram(RuleSummary rule, double[] edges)
    {
        var counts = new long[edges.Length - 1];
        foreach (var (value, count) in rule.All.Bins)
        {
            counts[BinOf(edges, value)] += count;
        }

        var limits = Limits(rule.Rule.Rule);
        return new Histogram(rule.Rule.Rule.Description, "documents by score", edges, counts)
        {
            Format = static value => Quantity.Number(value, 3),
            Limits = [.. limits.Select(static limit => new ReferenceLine((limit.IsMinimum ? "≥ " : "≤ ") + CleaningChain.Figure(limit.Value), limit.Value))],
            Pale = bin => limits.Any(limit => limit.IsMinimum ? edges[bin + 1] <= limit.Value : edges[bin] >= limit.Value && !(bin == 0 && edges[0] == limit.Value)),
        }.ToHtml();
    }

    /// <summary>The share of all documents that would be kept with another limit, all other rules being as they are.</summary>
    private static Html Curve(RuleSummary rule, double[] edges, long documents)
    {
        var limits = Limits(rule.Rule.Rule);
        if (limits.Count == 0 || documents == 0)
        {
            return Html.Empty;
        }

        var unmeasured = Math.Max(0, documents - rule.All.Count);
        var series = limits.Select(limit => new LineSeries(
            limit.IsMinimum ? "as the least" : "as the most",
            [.. Places(edges).Select(value => new ChartPoint(value, Share(rule, limit.IsMinimum, value, documents)))])).ToList();
        var now = (double)rule.Deciding.Between(rule.Rule.Rule.Minimum, rule.Rule.Rule.Maximum) / documents;
        return unmeasured == documents ? Html.Empty : new LineChart("Kept with another limit", new Axis("limit") { Logarithmic = edges[0] > 0 && edges[^1] / edges[0] > WideRange }, new Axis("share of documents") { FromZero = true, Format = Quantity.Percent }, series)
        {
            Height = 140,
            References = [new ReferenceLine("now", now)],
        }.ToHtml();
    }

    private static double Share(RuleSummary rule, bool isMinimum, double limit, long documents) => (double)(isMinimum
        ? rule.Deciding.Between(limit, rule.Rule.Rule.Maximum)
        : rule.Deciding.Between(rule.Rule.Rule.Minimum, limit)) / documents;

    private static IEnumerable<double> Places(double[] edges) =>
        Enumerable.Range(0, CurvePoints + 1).Select(i =>
        {
            var at = (double)i * (edges.Length - 1) / CurvePoints;
            var bin = Math.Min((int)at, edges.Length - 2);
            return edges[bin] + ((at - bin) * (edges[bin + 1] - edges[bin]));
        });

    private static List<(double Value, bool IsMinimum)> Limits(ScoreRule rule)
    {
        var limits = new List<(double Value, bool IsMinimum)>();
        if (double.IsFinite(rule.Minimum))
        {
            limits.Add((rule.Minimum, true));
        }

        if (double.IsFinite(rule.Maximum))
        {
            limits.Add((rule.Maximum, false));
        }

        return limits;
    }

    /// <summary>Edges that hold the bulk of the scores and the limits near it; what lies beyond counts in the outer bins.</summary>
    private static double[] Edges(RuleSummary rule)
    {
        var low = rule.All.Quantile(0.005);
        var high = rule.All.Quantile(0.995);
        foreach (var (limit, _) in Limits(rule.Rule.Rule))
        {
            // A limit far from all scores, such as at most 100,000 words, would leave nothing to see.
            var reach = Math.Max(Math.Abs(high), Math.Abs(low)) * 4;
            if (Math.Abs(limit) <= reach || rule.All.Count == 0 || high - low <= 0)
            {
                (low, high) = (Math.Min(low, limit), Math.Max(high, limit));
            }
        }

        if (high <= low)
        {
            (low, high) = low == 0 ? (0, 1) : (Math.Min(low, 0), Math.Max(high, 0));
        }

        var wide = low > 0 && high / low > WideRange;
        high += wide ? 0 : (high - low) / (Bins * 4);
        return [.. Enumerable.Range(0, Bins + 1).Select(i => wide ? low * Math.Pow(high / low, (double)i / Bins) : low + ((high - low) * i / Bins))];
    }

    private static int BinOf(double[] edges, double value)
    {
        var at = Array.BinarySearch(edges, value);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, edges.Length - 2);
    }
}
