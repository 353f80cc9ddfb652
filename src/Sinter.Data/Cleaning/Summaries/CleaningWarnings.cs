namespace Sinter.Data.Cleaning;

/// <summary>What a user would want to be told of a cleaning without asking.</summary>
internal static class CleaningWarnings
{
    /// <summary>From this many documents on it is no chance that a rule drops all or a step changes nothing.</summary>
    private const long Enough = 20;

    /// <summary>The warnings, each one sentence.</summary>
    public static IReadOnlyList<string> Of(CleaningSummary summary)
    {
        var warnings = new List<string>();
        if (summary.Documents == 0)
        {
            warnings.Add(summary.Unreadable > 0 ? $"Not one of {summary.Unreadable} records could be read; see the folder broken."
                : summary.PassedOver.Total > 0 ? $"Not one of {summary.PassedOver.Total} records is meant to be a document; most are passed over as '{summary.PassedOver.ByReason.First().Key}'."
                : "There was nothing to read.");
        }

        else if (summary.Unreadable > 0)
        {
            warnings.Add($"{summary.Unreadable} of {summary.Records} records could not be read; the folder broken says which and why.");
        }

        var before = summary.Documents - summary.Failed;
        foreach (var step in summary.Steps)
        {
            if (before > 0 && step.Passed.Documents == 0)
            {
                warnings.Add($"The step '{step.Name}' dropped all {before} documents that reached it; look at its limits.");
                break;
            }

            before = step.Passed.Documents;
        }

        foreach (var step in summary.Rules.GroupBy(static rule => rule.Rule.Step, StringComparer.Ordinal))
        {
            var limited = step.Any(static rule => IsLimited(rule.Rule.Rule));
            var measured = step.Any(static rule => rule.All.Count > 0);
            if (limited && measured && summary.Documents >= Enough && step.All(static rule => rule.Breaking == 0))
            {
                warnings.Add($"The step '{step.Key}' dropped nothing; its limits may be too wide for these documents.");
            }
        }

        if (summary.Failed > 0)
        {
            warnings.Add($"Steps failed on {summary.Failed} documents, which lie in the folder dropped with the reason 'broken'.");
        }

        return warnings;
    }

    private static bool IsLimited(ScoreRule rule) =>
        (rule.MinimumOption is not null && double.IsFinite(rule.Minimum)) || (rule.MaximumOption is not null && double.IsFinite(rule.Maximum));
}
