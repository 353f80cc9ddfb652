using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>Draws a <see cref="RunReport"/>: the results first, then how they came about, then what they were made from.</summary>
public static class RunReportPage
{
    /// <summary>The page of a run.</summary>
    public static ReportPage Of(RunReport report) => new()
    {
        Title = report.Name,
        Kicker = "Sinter run report",
        Subtitle = Subtitle(report),
        Verdict = report.Verdict,
        Tiles = [.. Tiles(report)],
        Sections = [.. Sections(report).OfType<ReportSection>()],
        Footer = "Made by Sinter. Every figure of this page is in report.json beside it.",
    };

    private static IEnumerable<ReportSection?> Sections(RunReport report)
    {
        yield return EvaluationSection.Of(report);
        yield return ComparisonSection.Of(report);
        yield return UpkeepSection.Of(report);
        yield return LearningCurveSection.Of(report);
        yield return ConfusionSection.Of(report);
        yield return CalibrationSection.Of(report);
        yield return TrainingSection.Of(report);
        yield return AlignmentSection.Of(report);
        yield return ComparedSamplesSection.Of(report);
        yield return SampleSection.Of(report);
        yield return DataSection.Of(report);
        yield return TokenSection.Of(report);
        yield return TimeSection.Of(report);
        yield return SettingsSection.Of(report);
    }

    private static string? Subtitle(RunReport report)
    {
        var parts = new List<string>();
        if (report.Started is { } started)
        {
            parts.Add("Started " + started.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture));
        }

        if (report.Interruptions > 0)
        {
            parts.Add(report.Interruptions == 1 ? "interrupted once and continued" : $"interrupted {Quantity.Whole(report.Interruptions)} times and continued");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private static IEnumerable<Tile> Tiles(RunReport report)
    {
        var figures = report.Figures;
        var bits = report.Evaluation?.BitsPerByte;
        if (figures.BitsPerByte is { } bitsPerByte)
        {
            yield return new("Bits per byte", Quantity.Fixed(bitsPerByte), bits!.TryGetValue("baseline", out var baseline) ? $"{report.Evaluation!.BaselineName} baseline {Quantity.Fixed(baseline)}" : null);
        }

        if (report.Evaluation?.KindAccuracy is { } kind)
        {
            yield return new("Kind accuracy", Quantity.Percent(kind.Tuned), $"majority baseline {Quantity.Percent(kind.Majority)}");
        }

        if (figures.Parameters is { } parameters)
        {
            yield return new("Parameters", Quantity.Count(parameters));
        }

        if (figures.TokensSeen is { } tokens)
        {
            yield return new("Tokens seen", Quantity.Count(tokens), figures.TokensPerSecond is { } rate ? $"{Quantity.Count(rate)} a second" : null);
        }

        if (figures.Seconds is { } seconds)
        {
            yield return new("Time", Quantity.Duration(seconds), report.Stages.Count == report.StageCount ? "all stages" : $"{Quantity.Whole(report.Stages.Count)} of {Quantity.Whole(report.StageCount)} stages");
        }
    }
}
