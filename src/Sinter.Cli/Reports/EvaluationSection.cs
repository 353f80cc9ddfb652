using Sinter.Data.Reports;
using Sinter.Evaluation;

namespace Sinter.Cli.Reports;

/// <summary>How good the models are on text and questions that they never saw.</summary>
internal static class EvaluationSection
{
    public static ReportSection? Of(RunReport report)
    {
        if (report.Evaluation is not { } evaluation)
        {
            return null;
        }

        var held = evaluation.HeldOut is { } text
            ? $"Measured on the held-out split: {Quantity.Whole(text.Documents)} documents, {Quantity.Bytes(text.Bytes)}, {Quantity.Count(text.Tokens)} tokens that no model or baseline was trained on."
            : "Measured on the held-out split, which no model or baseline was trained on.";
        return new("Results", held, Html.Of(
            $"""
            <div class="pair"><div>{TextChart(evaluation)}{TextTable(evaluation)}</div>{(evaluation.KindAccuracy is { } kind ? Html.Of($"<div>{KindChart(kind)}{KindTable(kind)}</div>") : Html.Empty)}</div>
            """));
    }

    /// <summary>The models first, then the baselines, each group from the best on.</summary>
    private static List<(string Name, string Note, double Bits, bool Model)> Ranked(EvaluationResult evaluation) =>
    [
        .. evaluation.BitsPerByte
            .Where(b => b.Key is not "baseline" && double.IsFinite(b.Value))
            .Select(b => (Name(b.Key), Note(b.Key), b.Value, IsModel(b.Key)))
            .OrderByDescending(b => b.Item4).ThenBy(b => b.Value),
    ];

    private static Html TextChart(EvaluationResult evaluation) => new BarChart("Bits per byte of text", "less is better",
    [
        .. Ranked(evaluation).Select(b => new Bar(b.Name, b.Bits, Quantity.Fixed(b.Bits)) { Colour = b.Model ? 0 : 5, Pale = !b.Model, Note = b.Note }),
    ]).ToHtml();

    private static Html KindChart(KindAccuracy kind) => new BarChart("Naming the kind of a member", $"exact match, {Quantity.Whole(kind.Total)} questions, 95{Quantity.Space}% interval, more is better",
    [
        new("Tuned model", kind.Tuned, Quantity.Percent(kind.Tuned)) { Colour = 0, Interval = (kind.Low, kind.High) },
        new("Majority", kind.Majority, Quantity.Percent(kind.Majority)) { Colour = 5, Pale = true, Note = $"always “{kind.MajorityLabel}”" },
    ])
    { Maximum = 1 }.ToHtml();

    private static Html TextTable(EvaluationResult evaluation)
    {
        var best = evaluation.BitsPerByte.GetValueOrDefault("baseline", double.NaN);
        var rows = Ranked(evaluation).Select(b => (IReadOnlyList<Html>)
        [
            Html.Text(b.Name), Html.Text(Quantity.Fixed(b.Bits)),
            Html.Text(double.IsFinite(best) && best > 0 ? Change((b.Bits / best) - 1) : "–"),
            Html.Text(Quantity.Fixed(8 / b.Bits, 2) + " : 1"),
        ]);
        return new Table(["Model", "#Bits per byte", "#Against baseline", "#As compression"], [.. rows]).ToHtml();
    }

    private static Html KindTable(KindAccuracy kind) => new Table(
        ["Kind", "#Questions", "#Answered", "#Right", "#Recall", "#Precision"],
        [
            .. kind.Classes.Select(c => (IReadOnlyList<Html>)
            [
                Html.Text(c.Label), Html.Text(Quantity.Whole(c.Support)), Html.Text(Quantity.Whole(c.Predicted)), Html.Text(Quantity.Whole(c.Correct)),
                Html.Text(c.Support == 0 ? "–" : Quantity.Percent(c.Recall)), Html.Text(c.Predicted == 0 ? "–" : Quantity.Percent(c.Precision)),
            ]),
        ]).ToHtml();

    private static string Change(double change) => change switch
    {
        0 => "–",
        < 0 => "−" + Quantity.Percent(-change),
        _ => "+" + Quantity.Percent(change),
    };

    private static bool IsModel(string key) => key is "base" or "tuned";

    private static string Name(string key) => key switch
    {
        "base" => "Base model",
        "tuned" => "Tuned model",
        "gzip" => "gzip",
        "trigramOfAllText" => "Trigram, all text",
        _ => Wording.Sentence(key),
    };

    private static string Note(string key) => key switch
    {
        "base" => "after pretraining",
        "tuned" => "after fine-tuning",
        "unigram" => "how often each token occurs",
        "trigram" => "Kneser-Ney, of what the model read",
        "trigramOfAllText" => "Kneser-Ney, of the whole train split",
        "gzip" => "the held-out text alone",
        _ => "baseline",
    };
}
