using Sinter.Data.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Reports;

/// <summary>What went in, what was left behind and why.</summary>
internal static class DataSection
{
    private static readonly string[] Stages = ["collect", "clean", "dedup", "decontaminate", "split"];

    public static ReportSection? Of(RunReport report)
    {
        var stages = report.Stages.Where(s => s.DocumentsIn + s.DocumentsOut > 0 && Stages.Contains(s.Name, StringComparer.Ordinal)).ToList();
        return stages.Count == 0
            ? null
            : new("Data", null, Html.Of(
                $"""
                {new FunnelChart("Documents and bytes through the stages", [.. stages.Select(Funnel)]).ToHtml()}
                {report.Stages.Where(s => s.Drops.Count > 0).Select(Drops)}
                {stages.Select(Metrics)}
                """));
    }

    private static FunnelStage Funnel(StageResult stage) =>
        new(Wording.Stage(stage.Name), stage.DocumentsIn, stage.DocumentsOut, stage.BytesIn, stage.BytesOut);

    private static Html Drops(StageResult stage)
    {
        var drops = stage.Drops.OrderByDescending(d => d.Count).ToList();
        return Html.Of($"<h3>Why “{stage.Name}” left documents behind</h3>")
            + Html.Concat(drops.Select(d => Drop(d, stage, drops[0].Count)));
    }

    private static Html Drop(StageDrop drop, StageResult stage, long most)
    {
        var share = stage.DocumentsIn > 0 ? " · " + Quantity.Percent((double)drop.Count / stage.DocumentsIn) : "";
        return Disclosure.Measured(
            Wording.Sentence(drop.Reason),
            most > 0 ? (double)drop.Count / most : 0,
            $"{Quantity.Whole(drop.Count)} documents · {Quantity.Bytes(drop.Bytes)}{share}",
            drop.Samples.Count == 0 ? Html.Of($"<p class=\"none\">No samples were kept.</p>") : Html.Concat(drop.Samples.Select(s => Sample(s.Id, s.Text, s.Detail))));
    }

    private static Html Sample(string id, string text, string detail) => Html.Of(
        $"""<div class="sample"><div class="text">{text}</div><small>{id}{(string.IsNullOrEmpty(detail) ? "" : " · " + detail)}</small></div>""");

    private static Html Metrics(StageResult stage)
    {
        var facts = MetricFacts.Of(stage.Metrics);
        return facts.IsEmpty ? facts : Html.Of($"<h3>{Wording.Stage(stage.Name)}</h3>{facts}");
    }
}
