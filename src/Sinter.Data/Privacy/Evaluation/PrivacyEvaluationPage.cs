using Sinter.Data.Reports;

namespace Sinter.Data.Privacy;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a <see cref="PrivacyEvaluation"/>: precision, recall and F1 by kind. It shows figures alone, no text and no value.</summary>
/// <param name="evaluation">The figures.</param>
/// <param name="texts">What was looked at, in words: <c>planted texts, seed 7</c>.</param>
public sealed class PrivacyEvaluationPage(PrivacyEvaluation evaluation, string texts)
{
    private const double EnoughRecall = 0.9;

    /// <summary>Writes the page to a file.</summary>
    /// <exception cref="IOException">That cannot be done.</exception>
    public void Save(string path) => Build().Save(path);

    internal ReportPage Build() => new()
    {
        Kicker = "Sinter private data",
        Title = "What is found",
        Subtitle = $"{Quantity.Whole(evaluation.Texts)} {texts}",
        Verdict = new Verdict(
            evaluation.All.Recall >= EnoughRecall ? VerdictLevel.Good : VerdictLevel.Warning,
            $"{Quantity.Percent(evaluation.All.Recall)} of what there is was found, and {Quantity.Percent(evaluation.All.Precision)} of what was found is right.",
            [.. Weak().Take(5).Select(static kind => new VerdictReason(VerdictLevel.Warning, $"Of {kind.Kind}, {Quantity.Percent(1 - kind.Recall)} is missed."))]),
        Tiles =
        [
            new("There are", Quantity.Count(evaluation.All.Planted), $"in {Quantity.Count(evaluation.Characters)} characters"),
            new("Precision", Quantity.Percent(evaluation.All.Precision), "of the finds are right"),
            new("Recall", Quantity.Percent(evaluation.All.Recall), "of what there is was found"),
            new("Masked whole", Quantity.Percent(evaluation.All.CoveredShare), "of what there is would be gone"),
        ],
        Sections =
        [
            new("F1 by kind", "The harmonic mean of precision and recall; a find counts where it shares a character with one of its kind.", Bars()),
            new("Figures", null, Figures()),
        ],
        Footer = "Invented texts tell how a change makes the finder better or worse; how good it is on your texts, only labelled ones of your own tell.",
    };

    private IEnumerable<KindScore> Labelled => evaluation.Kinds.Where(static kind => kind.Planted > 0);

    private IEnumerable<KindScore> Weak() => Labelled.Where(static kind => kind.Recall < EnoughRecall).OrderBy(static kind => kind.Recall);

    private Html Bars() => new BarChart("F1", "from 0 to 1", [.. Labelled.OrderByDescending(static kind => kind.F1).Select(static kind =>
        new Bar(kind.Kind, kind.F1, Quantity.Number(kind.F1, 3)) { Note = $"{Quantity.Whole(kind.Planted)} there" })])
    { Maximum = 1 }.ToHtml();

    private Html Figures() => new Table(
        ["Kind", "#There", "#Found", "#Precision", "#Recall", "#F1", "#Exact F1", "#Masked whole"],
        [.. evaluation.Kinds.Append(evaluation.All).Select(static kind => (IReadOnlyList<Html>)
        [
            Html.Text(kind.Kind), Html.Text(Quantity.Whole(kind.Planted)), Html.Text(Quantity.Whole(kind.Found)), Share(kind, kind.Precision), Share(kind, kind.Recall), Share(kind, kind.F1), Share(kind, kind.ExactF1),
            Share(kind, kind.CoveredShare),
        ])]).ToHtml();

    private static Html Share(KindScore kind, double share) => Html.Text(kind.Planted == 0 ? "no labels" : Quantity.Number(share, 3));
}
