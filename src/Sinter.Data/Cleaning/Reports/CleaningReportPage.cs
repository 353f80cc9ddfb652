using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Data.Cleaning;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a cleaning: what was kept, what was dropped and why, and what other limits would change.</summary>
internal sealed class CleaningReportPage(
    string title, CleaningSettings settings, CleaningChain chain, CleaningSummary summary, CleaningTiming timing, IReadOnlyList<CleaningSample> samples)
{
    private const int ShownGroups = 40;
    private const int ShownDrops = 25;
    private const int ShownInputs = 20;

    public ReportPage Build() => new()
    {
        Kicker = "Sinter cleaning",
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(title))),
        Subtitle = $"{Quantity.Whole(summary.Records)} records in {Quantity.Duration(timing.Seconds)}",
        Verdict = Verdict(),
        Tiles = Tiles(),
        Sections = [.. Sections().Where(static section => !section.Content.IsEmpty)],
        Footer = "Tokens are estimated from the length of words and signs, without a tokenizer. Times are of all threads together.",
    };

    private Verdict Verdict()
    {
        var reasons = summary.Warnings.Select(static warning => new VerdictReason(VerdictLevel.Warning, warning)).ToList();
        reasons.Add(new VerdictReason(VerdictLevel.Good, $"Nothing is lost: {Quantity.Whole(summary.Records)} records = {Quantity.Whole(summary.Kept)} kept + {Quantity.Whole(summary.Dropped)} dropped + {Quantity.Whole(summary.Failed + summary.Unreadable)} broken + {Quantity.Whole(summary.PassedOver.Total)} passed over."));
        var headline = $"{Quantity.Percent(Share(summary.Kept, summary.Documents))} of the documents were kept.";
        return new Verdict(summary.Warnings.Count > 0 ? VerdictLevel.Warning : VerdictLevel.Good, headline, reasons);
    }

    private IReadOnlyList<Tile> Tiles() =>
    [
        new("Documents kept", Quantity.Count(summary.Output.Documents), $"of {Quantity.Count(summary.Documents)} read"),
        new("Text kept", Quantity.Bytes(summary.Output.Bytes), $"of {Quantity.Bytes(summary.BytesIn)} read"),
        new("Tokens kept", Quantity.Count(summary.Output.Tokens), $"of {Quantity.Count(summary.Cleaned.Tokens)}, estimated"),
        new("Broken", Quantity.Count(summary.Failed + summary.Unreadable), "unreadable, or a step failed"),
        new("Rate", Quantity.Bytes(timing.Seconds > 0 ? timing.InputBytes / timing.Seconds : 0) + "/s", $"{Quantity.Bytes(timing.InputBytes)} of input"),
    ];

    private IEnumerable<ReportSection> Sections() =>
    [
        new("Funnel", "What each step left, in documents, bytes and tokens; the texts are counted as the whole chain leaves them.", Funnel()),
        new("Why documents were dropped", "Each document counts for the first rule that it breaks. “Alone” are those that break this rule and no other: what would be kept without it.", Drops()),
        new("Rules", "How the scores of all documents lie about each limit, and what would be kept with another one, all other rules being as they are.", Html.Concat(chain.Steps.Select(Rules))),
        new("Dropped documents", "Some documents of each rule, chosen by the hash of their ids; the part that weighed against them is marked.", Dropped()),
        new("Kept documents", "As they were read, and as they were written.", KeptSamples()),
        new("Passed over", "Records that are not meant to be documents, such as requests, images and redirects.", PassedOver()),
        new("Languages", null, Groups("Language", summary.Languages)),
        new("Domains", null, Groups("Domain", summary.Domains)),
        new("Time", "The seconds of all threads together, by step.", Times()),
        new("Settings", "Every step with all of its options.", Settings()),
    ];

    private Html Funnel()
    {
        var stages = new List<FunnelStage> { new("read", summary.Documents, summary.Documents, summary.BytesIn, summary.Cleaned.Bytes) };
        var (documents, bytes, tokens) = (summary.Documents, summary.Cleaned.Bytes, summary.Cleaned.Tokens);
        var rows = new List<IReadOnlyList<Html>> { Row("read", summary.Documents, summary.BytesIn, null, documents) };
        rows.Add(Row("text changed", documents, bytes, tokens, documents));
        foreach (var step in summary.Steps)
        {
            stages.Add(new FunnelStage(step.Name, documents, step.Passed.Documents, bytes, step.Passed.Bytes));
            (documents, bytes, tokens) = (step.Passed.Documents, step.Passed.Bytes, step.Passed.Tokens);
            rows.Add(Row(step.Name, documents, bytes, tokens, summary.Documents));
        }

        return new FunnelChart("Documents and bytes", stages).ToHtml()
            + new Table(["After", "#Documents", "#Bytes", "#Tokens", "#Documents left"], rows).ToHtml();
    }

    private static IReadOnlyList<Html> Row(string name, long documents, long bytes, long? tokens, long all) =>
        [Html.Text(name), Html.Text(Quantity.Whole(documents)), Html.Text(Quantity.Bytes(bytes)), Html.Text(tokens is { } count ? Quantity.Count(count) : ""), Html.Text(Quantity.Percent(Share(documents, all)))];

    private Html Drops()
    {
        var bars = summary.Rules.Where(static rule => rule.Dropped > 0).OrderByDescending(static rule => rule.Dropped).Take(ShownDrops)
            .Select(rule => new Bar(rule.Rule.Name, rule.Dropped, Quantity.Whole(rule.Dropped)) { Note = $"{Quantity.Percent(Share(rule.Dropped, summary.Documents))} of all; {Quantity.Whole(rule.BreakingAlone)} alone" })
            .ToList();
        return new BarChart("Dropped by rule", "documents", bars).ToHtml();
    }

    private Html Rules(ChainStep step)
    {
        var rules = summary.Rules.Where(rule => string.Equals(rule.Rule.Step, step.Name, StringComparison.Ordinal)).ToList();
        return rules.Count == 0 ? Html.Empty : Html.Of($"<h3>{step.Name}</h3>") + Html.Concat(rules.Select(rule => Disclosure.Measured(
            rule.Rule.Rule.Name,
            Share(rule.Breaking, summary.Documents),
            string.Create(CultureInfo.InvariantCulture, $"{Quantity.Whole(rule.Dropped)} dropped, {Quantity.Whole(rule.Breaking)} break it, {Quantity.Whole(rule.BreakingAlone)} alone"),
            RuleFigures.Of(rule, summary.Documents))));
    }

    private Html Dropped() => Html.Concat(chain.Rules.Select(static rule => rule.Name).Append(DroppedJson.BrokenReason)
        .Select(name => (Name: name, Shown: samples.Where(sample => string.Equals(sample.Rule, name, StringComparison.Ordinal)).ToList()))
        .Where(static group => group.Shown.Count > 0)
        .Select(group => Disclosure.Of(
            Html.Of($"<b>{group.Name}</b><span>{Quantity.Whole(summary.Rules.FirstOrDefault(rule => string.Equals(rule.Rule.Name, group.Name, StringComparison.Ordinal))?.Dropped ?? summary.Failed)} documents</span>"),
            Html.Concat(group.Shown.Select(Sample)))));

    private static Html Sample(CleaningSample sample) => Html.Of(
        $"""
        <div class="sample"><small>{sample.Id}</small><small>{sample.Detail}</small><p class="text" dir="auto">{Marked(sample)}</p></div>

        """);

    private static Html Marked(CleaningSample sample)
    {
        var pieces = new List<Html>();
        var at = 0;
        foreach (var mark in sample.Marks)
        {
            pieces.Add(Html.Text(sample.Text[at..mark.Start]));
            pieces.Add(Html.Of($"<mark>{sample.Text.Substring(mark.Start, mark.Length)}</mark>"));
            at = mark.Start + mark.Length;
        }

        pieces.Add(Html.Text(sample.Text[at..]));
        return Html.Concat(pieces);
    }

    private Html KeptSamples() => Html.Concat(samples.Where(static sample => sample.Rule.Length == 0).Select(sample => Disclosure.Of(
        Html.Of($"<b>{sample.Id}</b><span>{(sample.After.Length == 0 ? "not changed" : "changed")}</span>"),
        sample.After.Length == 0
            ? Html.Of($"""<p class="text" dir="auto">{sample.Text}</p>""")
            : Html.Of($"""<div class="pair"><div><small>before</small><p class="text" dir="auto">{sample.Text}</p></div><div><small>after</small><p class="text" dir="auto">{sample.After}</p></div></div>"""))));

    private Html PassedOver() => new Table(["Reason", "#Records", "#Share of all records"], [.. summary.PassedOver.ByReason.Take(ShownGroups).Select(reason => (IReadOnlyList<Html>)
        [Html.Text(reason.Key), Html.Text(Quantity.Whole(reason.Value)), Html.Text(Quantity.Percent(Share(reason.Value, summary.Records)))])]).ToHtml() + Rest(summary.PassedOver.ByReason.Count);

    private static Html Groups(string name, IReadOnlyList<GroupCounts> groups) =>
        new Table([name, "#Documents", "#Kept", "#Share kept", "#Bytes kept"], [.. groups.Take(ShownGroups).Select(static group => (IReadOnlyList<Html>)
            [Html.Text(group.Name), Html.Text(Quantity.Whole(group.Documents)), Html.Text(Quantity.Whole(group.Kept)), Html.Text(Quantity.Percent(Share(group.Kept, group.Documents))), Html.Text(Quantity.Bytes(group.KeptBytes))])]).ToHtml() + Rest(groups.Count);

    private static Html Rest(int groups) => groups > ShownGroups ? Html.Of($"""<p class="note">And {Quantity.Whole(groups - ShownGroups)} more.</p>""") : Html.Empty;

    private Html Times() => new BarChart("Time by step", "seconds of all threads", [.. timing.Steps.Select(step => new Bar(step.Name, step.Seconds, Quantity.Duration(step.Seconds))
    {
        Note = step.Seconds > 0 ? $"{Quantity.Bytes(summary.BytesIn / step.Seconds)}/s of text" : null,
    })]).ToHtml();

    private Html Settings() => Html.Concat(chain.Steps.Select(static step => Disclosure.Of(
            Html.Of($"<b>{step.Name}</b><span>{step.Description.Description}</span>"),
            Table.Facts(step.Options.Select(static option => (option.Key, Html.Text(option.Value)))))))
        + Disclosure.Of(
            Html.Of($"<b>Inputs</b><span>{Quantity.Whole(settings.Inputs.Count)}</span>"),
            Html.Concat(settings.Inputs.Take(ShownInputs).Select(static input => Html.Of($"<p>{input}</p>"))));

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
