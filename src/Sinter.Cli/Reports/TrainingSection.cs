using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>How the models learned: loss, learning rate, gradient norm and throughput by step.</summary>
internal static class TrainingSection
{
    public static ReportSection? Of(RunReport report) => report.Training.Count == 0
        ? null
        : new("Training", null, Html.Concat(report.Training.Select(c => Stage(report, c))));

    /// <summary>A figure with its noise taken out: weights halve within a hundredth of the steps.</summary>
    public static IReadOnlyList<ChartPoint> Trend(TrainingCurves curves, Func<TrainingStep, double?> figure) =>
        Smoothing.Exponential(Points(curves, figure), Math.Max(1, curves.Steps.Count / 100.0));

    private static Html Stage(RunReport report, TrainingCurves curves) => Html.Of(
        $"""
        <h3>{Wording.Stage(curves.Stage)}</h3><p class="note">{Lead(report, curves)}</p><br>
        {Loss(report, curves)}
        <div class="trio">{Small("Learning rate", "", curves, s => s.LearningRate, smooth: false)}{Small("Gradient norm", "before clipping", curves, s => s.GradientNorm, smooth: true)}
        {Small("Throughput", "tokens a second", curves, s => s.TokensPerSecond, smooth: true)}</div>

        """);

    private static string Lead(RunReport report, TrainingCurves curves)
    {
        var seconds = report.Stage(curves.Stage)?.Seconds;
        return $"{Quantity.Whole(curves.LastStep)} steps, {Quantity.Count(curves.Tokens)} tokens{(seconds is { } s ? " in " + Quantity.Duration(s) : "")}.";
    }

    // In bits per byte where the run says how many bytes a token has: then the baselines can stand beside it.
    private static Html Loss(RunReport report, TrainingCurves curves)
    {
        var scale = curves.BitsPerByteOfLoss;
        var training = curves with { Steps = [.. curves.Steps.Select(s => s with { Loss = s.Loss * (scale ?? 1) })] };
        var validation = curves.Validation.Select(v => new ChartPoint(v.Step, (scale is null ? v.Loss : v.BitsPerByte) ?? double.NaN)).ToList();
        return new LineChart("Loss", new Axis("step"), new Axis(scale is null ? "nats per token" : "bits per byte"),
        [
            new("every step", Points(training, s => s.Loss), LineStyle.Faint) { Colour = 0 },
            new("training", Trend(training, s => s.Loss)) { Colour = 0 },
            new("validation", validation, LineStyle.Dots) { Colour = 1 },
        ])
        {
            Height = 300,
            References = scale is not null && curves.Stage is "pretrain" ? Baselines(report) : [],
        }.ToHtml();
    }

    private static List<ReferenceLine> Baselines(RunReport report) =>
    [
        .. (report.Evaluation?.BitsPerByte ?? new Dictionary<string, double>(StringComparer.Ordinal))
            .Where(b => b.Key is "unigram" or "trigram" && double.IsFinite(b.Value))
            .Select(b => new ReferenceLine(b.Key, b.Value)),
    ];

    private static Html Small(string title, string unit, TrainingCurves curves, Func<TrainingStep, double?> figure, bool smooth)
    {
        var points = Points(curves, figure);
        LineSeries[] series = smooth
            ? [new("every step", points, LineStyle.Faint) { Colour = 0 }, new(title, Trend(curves, figure)) { Colour = 0 }]
            : [new(title, points) { Colour = 0 }];
        return new LineChart(title, new Axis("step"), new Axis(unit) { FromZero = true }, series) { Height = 150 }.ToHtml();
    }

    private static List<ChartPoint> Points(TrainingCurves curves, Func<TrainingStep, double?> figure) =>
        [.. curves.Steps.Select(s => new ChartPoint(s.Step, figure(s) ?? double.NaN))];
}
