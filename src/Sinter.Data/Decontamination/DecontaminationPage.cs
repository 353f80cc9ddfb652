using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Data.Decontamination;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a decontamination: what was found of each benchmark, how much of what is planted is found, and evidence.</summary>
internal sealed class DecontaminationPage(string title, DecontaminationResult result, BenchmarkOptions benchmarks, DecontaminationOptions options)
{
    private const double EnoughRecall = 0.95;

    public ReportPage Build() => new()
    {
        Kicker = "Sinter decontamination",
        Title = title,
        Subtitle = $"{Quantity.Whole(result.Documents)} documents against {Quantity.Whole(result.Findings.Count)} benchmarks",
        Verdict = Verdict(),
        Tiles =
        [
            new("Documents clean", Quantity.Count(result.Clean), $"of {Quantity.Count(result.Documents)} read"),
            new("Removed", Quantity.Count(result.Removed), "whole documents"),
            new("Cut", Quantity.Count(result.Cut), "documents that lost a part"),
            new("Items found", Quantity.Count(result.Findings.Sum(static finding => finding.ItemsFound)), $"of {Quantity.Count(result.Findings.Sum(static finding => finding.Benchmark.Items))} in the benchmarks"),
            new("Recall", RecallText(ItemEdit.Verbatim), "of verbatim planted items"),
        ],
        Sections = [.. Sections().Where(static section => !section.Content.IsEmpty)],
        Footer = "A gram is a run of words, compared without case, punctuation and white space. Grams that the benchmarks repeat in many fields accuse nothing.",
    };

    private Verdict Verdict()
    {
        var reasons = new List<VerdictReason>();
        var (planted, found) = result.Recall(ItemEdit.Verbatim);
        reasons.Add(planted == 0
            ? new VerdictReason(VerdictLevel.Warning, "The recall is not known: there was no clean document to plant items in, or no item to plant.")
            : new VerdictReason(found >= EnoughRecall * planted ? VerdictLevel.Good : VerdictLevel.Warning, $"{Quantity.Whole(found)} of {Quantity.Whole(planted)} planted verbatim copies were found."));
        if (result.BenchmarkFaults.Count > 0)
        {
            reasons.Add(new VerdictReason(VerdictLevel.Warning, $"Parts of the benchmarks could not be read: {result.BenchmarkFaults[0]}"));
        }

        if (result.Broken > 0)
        {
            reasons.Add(new VerdictReason(VerdictLevel.Warning, $"{Quantity.Whole(result.Broken)} records of the input could not be read; they are in broken/."));
        }

        var touched = result.Removed + result.Cut;
        reasons.Add(new VerdictReason(VerdictLevel.Good, $"Nothing is lost: {Quantity.Whole(result.Documents)} documents = {Quantity.Whole(result.Clean)} clean + {Quantity.Whole(result.Cut)} cut + {Quantity.Whole(result.Removed)} removed."));
        return new Verdict(
            reasons.Max(static reason => reason.Level),
            touched == 0 ? "No document holds an item of the benchmarks." : $"{Quantity.Whole(touched)} documents hold items of the benchmarks, {Quantity.Percent((double)touched / result.Documents)} of all.",
            reasons);
    }

    private IEnumerable<ReportSection> Sections() =>
    [
        new("Benchmarks", "The share is that of a benchmark's items which stand in the input. Items with no text of enough words cannot be looked for.", Benchmarks()),
        new("Recall", "Items were planted into clean documents of this input, as they are and edited, and looked for with the same matcher and limits.", Recalls()),
        new("Evidence", "Some of what was found: the words of the documents.", Evidence()),
        new("Settings", null, Settings()),
        new("Unreadable parts of the benchmarks", null, Html.Concat(result.BenchmarkFaults.Select(static fault => Html.Of($"<p>{fault}</p>")))),
    ];

    private Html Benchmarks() => new Table(
        ["Benchmark", "#Items", "#Searchable", "#Items found", "#Share", "#Documents", "#Recall verbatim", "#Recall edited"],
        [.. result.Findings.Select((finding, i) => (IReadOnlyList<Html>)
        [
            Html.Text(finding.Benchmark.Name), Number(finding.Benchmark.Items), Number(finding.Benchmark.Searchable), Number(finding.ItemsFound),
            Html.Text(Quantity.Percent(finding.Share)), Number(finding.Documents), Recall(i, static edit => edit == ItemEdit.Verbatim), Recall(i, static edit => edit != ItemEdit.Verbatim),
        ])]).ToHtml();

    private Html Recalls() => new BarChart("Planted items found", "share, by form", [.. Enum.GetValues<ItemEdit>().Where(edit => result.Recall(edit).Planted > 0).Select(edit =>
    {
        var (planted, found) = result.Recall(edit);
        return new Bar(Wording(edit), (double)found / planted, Quantity.Percent((double)found / planted)) { Note = $"{Quantity.Whole(found)} of {Quantity.Whole(planted)}" };
    })])
    { Maximum = 1 }.ToHtml();

    private Html Evidence() => Html.Concat(result.Evidence.GroupBy(static evidence => evidence.Benchmark, StringComparer.Ordinal).Select(static group => Disclosure.Of(
        Html.Of($"<b>{group.Key}</b><span>{group.Count()} shown</span>"),
        Html.Concat(group.Select(static evidence => Html.Of(
            $"""
            <div class="sample"><small>{evidence.Document}</small><small>{evidence.Item}: {evidence.Grams} grams, {Quantity.Percent(evidence.Share)} of a text</small><p class="text" dir="auto"><mark>{evidence.Evidence}</mark></p></div>

            """))))));

    private Html Settings() => Table.Facts(
    [
        ("Words of a gram", Number(benchmarks.GramWords)),
        ("Fewest words of a text", Number(benchmarks.MinimumWords)),
        ("A gram is a template in more fields than", Number(benchmarks.CommonFields)),
        ("Such grams", Number(result.CommonGrams)),
        ("Fields", Html.Text(benchmarks.Fields.Count == 0 ? "all" : string.Join(", ", benchmarks.Fields))),
        ("What goes", Html.Text(options.Cutting is null ? "the document" : $"the part, with {options.Cutting.Context} characters on each side")),
        ("Most grams in common", Number(options.Limits.MaximumGrams)),
        ("Greatest share of a text in common", Html.Text(options.Limits.MaximumShare.ToString("0.##", CultureInfo.InvariantCulture))),
        ("Most occurrences of a gram in the input", Html.Text(options.MostOccurrences == 0 ? "any" : Quantity.Whole(options.MostOccurrences))),
    ]);

    private Html Recall(int benchmark, Func<ItemEdit, bool> which)
    {
        var recalls = result.Recalls.Where(recall => recall.Benchmark == benchmark && which(recall.Edit)).ToList();
        var planted = recalls.Sum(static recall => recall.Planted);
        return Html.Text(planted == 0 ? "-" : Quantity.Percent((double)recalls.Sum(static recall => recall.Found) / planted));
    }

    private string RecallText(ItemEdit edit) => result.Recall(edit) is var (planted, found) && planted > 0 ? Quantity.Percent((double)found / planted) : "-";

    private static Html Number(long value) => Html.Text(Quantity.Whole(value));

    private static string Wording(ItemEdit edit) => edit switch
    {
        ItemEdit.Verbatim => "verbatim",
        ItemEdit.Presentation => "case, punctuation and space changed",
        ItemEdit.OneWordIn20 => "one word in 20 edited",
        ItemEdit.OneWordIn10 => "one word in 10 edited",
        _ => "texts in another order",
    };
}
