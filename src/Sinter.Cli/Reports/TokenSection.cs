using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>How text became sequences of tokens.</summary>
internal static class TokenSection
{
    public static ReportSection? Of(RunReport report)
    {
        string[] stages = ["tokenizer", "pack"];
        var parts = stages
            .Select(name => report.Stage(name))
            .Where(stage => stage is not null)
            .Select(stage => (stage!.Name, Facts: MetricFacts.Of(stage.Metrics)))
            .Where(part => !part.Facts.IsEmpty)
            .Select(part => Html.Of($"<div><h3>{Wording.Stage(part.Name)}</h3>{part.Facts}</div>"))
            .ToList();
        return parts.Count == 0 ? null : new("Tokens", null, Html.Concat(parts));
    }
}
