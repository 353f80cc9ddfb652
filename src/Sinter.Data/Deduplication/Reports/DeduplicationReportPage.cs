using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Data.Deduplication;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a deduplication: what stays, what went, and pairs of what was the same.</summary>
internal sealed class DeduplicationReportPage(string title, DeduplicationSettings settings, DeduplicationReport report, IReadOnlyList<DuplicateSample> documents, IReadOnlyList<DuplicateSample> parts)
{
    private const int ShownSources = 40;
    private const int ShownInputs = 20;

    public ReportPage Build() => new()
    {
        Kicker = "Sinter deduplication",
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(title))),
        Subtitle = $"{Quantity.Whole(report.Read.Documents)} documents by {report.Finder} in {Quantity.Duration(report.Timing.Seconds)}",
        Verdict = Verdict(),
        Tiles = Tiles(),
        Sections = [.. Sections().Where(static section => !section.Content.IsEmpty)],
        Footer = "Bytes are of texts in UTF-8. What points to a person in the texts shown is masked here, not in the data.",
    };

    private Verdict Verdict()
    {
        var reasons = report.Remarks.Select(static remark => new VerdictReason(VerdictLevel.Warning, remark)).ToList();
        reasons.Add(new VerdictReason(VerdictLevel.Good, $"Nothing is lost: {Quantity.Whole(report.Read.Documents)} documents = {Quantity.Whole(report.Kept.Documents)} kept + {Quantity.Whole(report.Removed.Documents)} removed; {Quantity.Whole(report.Broken)} records were broken."));
        return new Verdict(report.Remarks.Count > 0 ? VerdictLevel.Warning : VerdictLevel.Good, $"{Quantity.Percent(Share(report.Kept.Bytes, report.Read.Bytes))} of the text was kept.", reasons);
    }

    private IReadOnlyList<Tile> Tiles() =>
    [
        new("Documents kept", Quantity.Count(report.Kept.Documents), $"of {Quantity.Count(report.Read.Documents)} read"),
        new("Text kept", Quantity.Bytes(report.Kept.Bytes), $"of {Quantity.Bytes(report.Read.Bytes)} read"),
        new("Removed", Quantity.Count(report.Removed.Documents), $"documents, {Quantity.Bytes(report.Removed.Bytes)}"),
        new("Cut out", Quantity.Count(report.Parts), $"parts, {Quantity.Bytes(report.Cut.Bytes)} of what was kept"),
        new("Rate", Quantity.Bytes(report.Timing.Seconds > 0 ? report.Timing.InputBytes / report.Timing.Seconds : 0) + "/s", $"{Quantity.Bytes(report.Timing.InputBytes)} of input"),
    ];

    private IEnumerable<ReportSection> Sections() =>
    [
        new("Funnel", "What was read, and what is left of it.", Funnel()),
        new("Groups", "How many documents were the same as others, in groups.", Bins("Sizes of groups", "documents", report.ClusterSizes, Quantity.Count)),
        new("Similarity", $"How similar the documents that went are to those that stay in their place ({report.Measure}).", report.Removed.Documents > report.Emptied ? Bins("Similarity", report.Measure, report.Similarities, static value => Quantity.Number(value, 2)) : Html.Empty),
        new("Sources", null, Sources()),
        new("Documents that went", "Some documents that were removed, on the left, beside the one that stays; chosen by the hash of their ids. The longest part that both share is marked.", Pairs(documents)),
        new("Parts that were cut out", "Some documents that lost a part, on the left, beside the one in which it stays.", Pairs(parts)),
        new("Settings", null, Settings()),
    ];

    private Html Funnel() => new Table(["", "#Documents", "#Bytes", "#Share of bytes"],
    [
        Row("Read", report.Read),
        Row("Removed", report.Removed),
        Row("Cut out of documents that stay", report.Cut),
        Row("Kept", report.Kept),
    ]).ToHtml();

    private IReadOnlyList<Html> Row(string name, DocumentAmount amount) =>
        [Html.Text(name), Html.Text(Quantity.Whole(amount.Documents)), Html.Text(Quantity.Bytes(amount.Bytes)), Html.Text(Quantity.Percent(Share(amount.Bytes, report.Read.Bytes)))];

    private static Html Bins(string name, string unit, IReadOnlyList<ReportBin> bins, Func<double, string> format) => bins.Count == 0 ? Html.Empty
        : new Histogram(name, unit, [.. bins.Select(static bin => bin.From), bins[^1].To], [.. bins.Select(static bin => bin.Count)]) { Format = format }.ToHtml();

    private Html Sources() => new Table(["Source", "#Documents", "#Bytes", "#Removed", "#Share removed", "#Cut", "#Bytes cut"], [.. report.Sources.Take(ShownSources).Select(static source => (IReadOnlyList<Html>)
        [
            Html.Text(source.Name),
            Html.Text(Quantity.Whole(source.Read.Documents)),
            Html.Text(Quantity.Bytes(source.Read.Bytes)),
            Html.Text(Quantity.Whole(source.Removed.Documents)),
            Html.Text(Quantity.Percent(Share(source.Removed.Documents, source.Read.Documents))),
            Html.Text(Quantity.Whole(source.Cut.Documents)),
            Html.Text(Quantity.Bytes(source.Cut.Bytes)),
        ])]).ToHtml() + (report.Sources.Count > ShownSources ? Html.Of($"""<p class="note">And {Quantity.Whole(report.Sources.Count - ShownSources)} more.</p>""") : Html.Empty);

    private static Html Pairs(IReadOnlyList<DuplicateSample> samples) => Html.Concat(samples.Select(static sample => Disclosure.Of(
        Html.Of($"<b>{sample.Removed.Id}</b><span>{sample.Detail}</span>"),
        Html.Of($"""<div class="pair">{Text(sample.Removed)}{Text(sample.Kept)}</div>"""))));

    private static Html Text(SampleText text) =>
        Html.Of($"""<div><small>{text.Id}</small><p class="text" dir="auto">{text.Before}<mark>{text.Shared}</mark>{text.After}</p></div>""");

    private Html Settings() => Table.Facts(
        [
            ("finder", Html.Text(settings.Finder)),
            .. settings.FinderSettings.Select(static option => (option.Key, Html.Text(option.Value))),
            ("keep", Html.Text(settings.Keep)),
            ("minimum similarity", Html.Text(settings.MinimumSimilarity.ToString(CultureInfo.InvariantCulture))),
            ("compared with", Html.Text($"{Quantity.Whole(report.Earlier)} documents of {settings.Against.Count} earlier runs")),
        ])
        + Disclosure.Of(
            Html.Of($"<b>Inputs</b><span>{Quantity.Whole(settings.Inputs.Count)}</span>"),
            Html.Concat(settings.Inputs.Take(ShownInputs).Select(static input => Html.Of($"<p>{input}</p>"))));

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
