using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>What it takes to repeat the run: settings, machine, and what the run warned of.</summary>
internal static class SettingsSection
{
    private static readonly string[] Training = ["pretrain", "upscale", "continue", "finetune", "align"];

    public static ReportSection Of(RunReport report)
    {
        var models = report.Stages
            .Where(s => Training.Contains(s.Name, StringComparer.Ordinal))
            .Select(s => (s.Name, Facts: MetricFacts.Of(s.Metrics)))
            .Where(s => !s.Facts.IsEmpty)
            .Select(s => Html.Of($"<h3>{Wording.Stage(s.Name)}</h3>{s.Facts}"));
        return new("Settings", null, Html.Of(
            $"""
            {models}
            <h3>Machine</h3>{Table.Facts(report.Environment.Select(e => (e.Key, Html.Text(e.Value))))}
            {(report.Recipe is null ? Html.Empty : Disclosure.Of(Html.Of($"<b>The recipe with every default filled in</b>"), Html.Of($"<pre>{report.Recipe}</pre>")))}
            {(report.Warnings.Count == 0 ? Html.Empty : Html.Of($"<h3>Warnings</h3><ul>{report.Warnings.Select(w => Html.Of($"<li>{w}</li>"))}</ul>"))}
            """));
    }
}
