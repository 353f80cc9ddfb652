using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Data.Mixing;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a mixture: what was asked of each source, what it gave, and how often it is repeated.</summary>
internal sealed class MixtureReportPage(string title, MixtureSpec spec, MixtureResult result)
{
    private const int ShownGroups = 60;

    private readonly MixturePlan _plan = result.Plan;

    public ReportPage Build() => new()
    {
        Kicker = "Sinter mixture",
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(title))),
        Subtitle = $"{spec.Sources.Count} sources, seed {spec.Seed.ToString(CultureInfo.InvariantCulture)}",
        Verdict = Verdict(),
        Tiles = Tiles(),
        Sections = [.. Sections().Where(static section => !section.Content.IsEmpty)],
        Footer = "An epoch is one reading of a source; copies of a document have ids of their own (ID~2), so that they can be traced.",
    };

    private Verdict Verdict()
    {
        var worst = MixtureShare.OfSources(spec, _plan).Max(static share => Math.Abs(share.Wanted - share.Got));
        var reasons = result.Warnings.Select(static warning => new VerdictReason(VerdictLevel.Warning, warning)).ToList();
        reasons.Add(new VerdictReason(VerdictLevel.Good, $"No share is further than {Quantity.Percent(worst)} of the mixture from what was wanted."));
        return new Verdict(reasons.Count > 1 ? VerdictLevel.Warning : VerdictLevel.Good, $"The mixture has {Quantity.Whole(Taken(static taken => taken.Documents))} documents.", reasons);
    }

    private IReadOnlyList<Tile> Tiles() =>
    [
        new("Documents", Quantity.Count(Taken(static taken => taken.Documents)), $"of {Quantity.Count(result.Documents)} read"),
        new("Text", Quantity.Bytes(Taken(static taken => taken.Bytes))),
        new("Tokens", Quantity.Count(Taken(static taken => taken.Tokens))),
        new("Budget", spec.Budget is { } budget ? Quantity.Count(budget) : "none", MixturePlan.Name(_plan.Unit)),
    ];

    private IEnumerable<ReportSection> Sections() =>
    [
        new("Sources", "The share that was asked for stands pale above the share that was taken.", Shares("Share of the mixture", MixtureShare.OfSources(spec, _plan))),
        new("Epochs", "How often each source is read; one epoch is each document once.", Epochs()),
        new("Groups", "The groups of the sources that are parted.", Shares("Share of the mixture by group", [.. MixtureShare.OfGroups(spec, _plan).OrderByDescending(static share => share.Got).Take(ShownGroups)])),
        new("Settings", null, Table.Facts(Settings())),
    ];

    private Html Shares(string name, IReadOnlyList<MixtureShare> shares)
    {
        var longest = shares.Select(static share => Math.Max(share.Wanted, share.Got)).DefaultIfEmpty().Max();
        var bars = shares.SelectMany(share => new[]
        {
            new Bar(share.Name, share.Wanted, Quantity.Percent(share.Wanted)) { Pale = true, Note = "asked for" },
            new Bar("", share.Got, Quantity.Percent(share.Got)) { Note = share.IsExhausted ? "taken; it ran out" : "taken" },
        }).ToList();
        var rows = shares.Select(static share => (IReadOnlyList<Html>)
        [
            Html.Text(share.Name), Html.Text(Quantity.Count(share.Available)), Html.Text(Quantity.Percent(share.Wanted)), Html.Text(Quantity.Percent(share.Got)),
            Html.Text(Quantity.Count(share.Amount)), Html.Text(Quantity.Whole(share.Documents)), Html.Text(Quantity.Number(share.Epochs, 3)),
        ]).ToList();
        var unit = MixturePlan.Name(_plan.Unit);
        return new BarChart(name, $"share of the {unit}", bars) { Maximum = longest }.ToHtml()
            + new Table(["Source", $"#There are, {unit}", "#Asked for", "#Taken", $"#Taken, {unit}", "#Documents", "#Epochs"], rows).ToHtml();
    }

    private Html Epochs() => new BarChart("Epochs", "readings of a source", [.. MixtureShare.OfSources(spec, _plan)
        .Select(static share => new Bar(share.Name, share.Epochs, Quantity.Number(share.Epochs, 3)) { Colour = 1, Note = share.IsExhausted ? "ran out" : null })]).ToHtml();

    private IEnumerable<(string Name, Html Value)> Settings() =>
    [
        ("order", Html.Text(spec.Order == MixtureOrder.Curriculum ? $"curriculum by {spec.OrderBy}{(spec.Descending ? ", descending" : "")}" : spec.Order.ToString().ToLowerInvariant())),
        ("unit", Html.Text(MixturePlan.Name(_plan.Unit))),
        ("budget", Html.Text(spec.Budget is { } budget ? Quantity.Whole(budget) : "none")),
        ("maximum of epochs", Html.Text(spec.MaximumEpochs is { } most ? Quantity.Number(most, 3) : spec.Budget is null ? "1" : "4")),
        ("alpha", Html.Text(Quantity.Number(spec.Alpha, 3))),
    ];

    private long Taken(Func<MixtureTaken, long> amount) => result.Taken.Sum(amount);
}
