using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>Where the time went.</summary>
internal static class TimeSection
{
    public static ReportSection? Of(RunReport report)
    {
        var total = report.Stages.Sum(s => s.Seconds);
        return total <= 0
            ? null
            : new("Time", null, new BarChart("By stage", Quantity.Duration(total) + " in all",
                [.. report.Stages.Select(s => new Bar(Wording.Stage(s.Name), s.Seconds, Quantity.Duration(s.Seconds)))]).ToHtml());
    }
}
