using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>What the stages of a run measured beside each other.</summary>
internal static class ComparisonSection
{
    public static ReportSection? Of(RunReport report)
    {
        var comparisons = report.Stages.SelectMany(static stage => Comparison.Of(stage.Metrics)).ToList();
        return comparisons.Count == 0 ? null
            : new("Comparisons", "What the run made, beside what it should beat, on the same data.", Html.Concat(comparisons.Select(Chart)));
    }

    private static Html Chart(Comparison comparison) => new BarChart(
        comparison.Title,
        $"{comparison.Measure}, {(comparison.LowerIsBetter ? "less" : "more")} is better",
        [
            new(comparison.Subject.Name, comparison.Subject.Value, comparison.Text(comparison.Subject.Value)) { Colour = 0, Note = comparison.Subject.Note },
            .. comparison.Others.Select(other => new Bar(other.Name, other.Value, comparison.Text(other.Value)) { Colour = 5, Pale = true, Note = other.Note }),
        ])
    { Maximum = comparison.IsShare ? 1 : null }.ToHtml();
}
