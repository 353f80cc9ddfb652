using System.Text.Json.Nodes;

namespace Sinter.Cli.Reports;

/// <summary>The figures at the top of the page; null where the run does not say.</summary>
public sealed record KeyFigures
{
    /// <summary>Trained parameters.</summary>
    public long? Parameters { get; init; }

    /// <summary>Tokens seen in all training stages.</summary>
    public long? TokensSeen { get; init; }

    /// <summary>Bits per byte of the tuned model on held-out text, or of the base model where there is no other.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>The share of the kind questions that were answered right.</summary>
    public double? KindAccuracy { get; init; }

    /// <summary>Tokens a second of training, the median of all steps of the longest stage.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The time of all stages in seconds.</summary>
    public double? Seconds { get; init; }

    internal static KeyFigures Of(RunReport report)
    {
        var bits = report.Evaluation?.BitsPerByte;
        return new()
        {
            Parameters = (long?)(Find(report, "pretrain", "parameters") ?? Find(report, "finetune", "parameters")),
            TokensSeen = report.Training.Count == 0 ? null : report.Training.Sum(c => c.Tokens),
            BitsPerByte = bits is null ? null : bits.TryGetValue("tuned", out var tuned) ? tuned : bits.TryGetValue("base", out var pretrained) ? pretrained : null,
            KindAccuracy = report.Evaluation?.KindAccuracy?.Tuned,
            TokensPerSecond = Median(report.Training.MaxBy(c => c.Tokens)?.Steps.Select(s => s.TokensPerSecond) ?? []),
            Seconds = report.Stages.Count == 0 ? null : report.Stages.Sum(s => s.Seconds),
        };
    }

    private static double? Find(RunReport report, string stage, string key) =>
        report.Stage(stage)?.Metrics[key] is JsonValue value && value.TryGetValue<double>(out var number) && Math.Abs(number) < 1e18 ? number : null;

    private static double? Median(IEnumerable<double?> values)
    {
        var sorted = values.OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : sorted[sorted.Count / 2];
    }
}
