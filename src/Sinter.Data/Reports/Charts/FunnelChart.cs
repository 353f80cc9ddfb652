namespace Sinter.Data.Reports;

/// <summary>What went into a stage and what came out of it.</summary>
public sealed record FunnelStage(string Name, long DocumentsIn, long DocumentsOut, long BytesIn, long BytesOut);

/// <summary>Documents and bytes through a row of stages: full bars for what went on, pale ends for what was left behind.</summary>
/// <param name="Title">What flows.</param>
/// <param name="Stages">The stages in order.</param>
public sealed record FunnelChart(string Title, IReadOnlyList<FunnelStage> Stages)
{
    /// <summary>The chart as a figure; empty where there are no stages.</summary>
    public Html ToHtml()
    {
        if (Stages.Count == 0)
        {
            return Html.Empty;
        }

        var documents = Stages.Max(s => Math.Max(s.DocumentsIn, s.DocumentsOut));
        var bytes = Stages.Max(s => Math.Max(s.BytesIn, s.BytesOut));
        return Html.Of(
            $"""
            <figure class="chart"><figcaption><b>{Title}</b><ul class="legend always"><li class="key s1">documents</li><li class="key s2">bytes</li><li class="key pale">left behind</li></ul></figcaption>
            <div class="funnel">{Stages.Select(s => Row(s, documents, bytes))}</div></figure>

            """);
    }

    private static Html Row(FunnelStage stage, long documents, long bytes) => Html.Of(
        $"""
        <div class="stage"><span>{stage.Name}</span><div>
        {Flow("s1", stage.DocumentsIn, stage.DocumentsOut, documents, Quantity.Whole(stage.DocumentsOut))}
        {Flow("s2", stage.BytesIn, stage.BytesOut, bytes, Quantity.Bytes(stage.BytesOut))}
        </div></div>

        """);

    private static Html Flow(string style, long entered, long left, long longest, string figure)
    {
        double Share(long value) => longest > 0 ? 100.0 * value / longest : 0;
        var kept = entered > 0 && left < entered ? Quantity.Percent((double)left / entered) + " kept" : "";
        return Html.Of(
            $"""
            <div class="flow"><svg height="12" aria-hidden="true"><rect class="{style} pale" width="{Share(Math.Max(entered, left))}%" height="12"/><rect class="{style}" width="{Share(left)}%" height="12"/></svg><b>{figure}</b><small>{kept}</small></div>

            """);
    }
}
