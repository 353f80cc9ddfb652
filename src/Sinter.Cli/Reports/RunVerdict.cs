using System.Text.Json.Nodes;
using Sinter.Data.Reports;
using Sinter.Evaluation;
using static Sinter.Data.Reports.VerdictLevel;

namespace Sinter.Cli.Reports;

/// <summary>Judges a run by the checks that a careful reader would make, each of them a figure against a figure.</summary>
public static class RunVerdict
{
    // A loss that ends this much above its lowest is rising again.
    private const double Rise = 1.03;

    // Fine-tuning that costs more than this on plain text has forgotten some of it.
    private const double Forgetting = 1.10;

    // A training loss this far above its lowest is not noise.
    private const double Divergence = 1.5;

    // A model whose answer depends in more than this share of texts on which group of people they name is worth a look.
    private const double Unfairness = 0.05;

    /// <summary>The verdict; the worst check decides.</summary>
    public static Verdict Judge(RunReport report)
    {
        List<VerdictReason> reasons =
        [
            .. Upkeep(report), .. Fairness(report), .. Baselines(report), .. KindAccuracy(report), .. Comparisons(report), .. report.Training.SelectMany(Learning),
            .. report.Training.SelectMany(Stability), .. Completeness(report),
        ];
        var level = reasons.Select(r => r.Level).DefaultIfEmpty(Warning).Max();
        return new(level, Headline(report, level, reasons), reasons);
    }

    private static string Headline(RunReport report, VerdictLevel level, List<VerdictReason> reasons)
    {
        if (level != Bad && Decisions(report).Any(IsRejected))
        {
            return "The new model was rejected: the one before stays.";
        }

        if (report.Evaluation is null && !reasons.Exists(static reason => reason.Level == Good))
        {
            return level == Bad ? "This run went wrong before it was evaluated." : "This run has not been evaluated yet.";
        }

        return level switch
        {
            Good when report.Evaluation is null => "A good run: what was measured is better than what it was measured against, and nothing went wrong on the way.",
            Good => "A good run: the model beats its baselines, and nothing went wrong on the way.",
            Warning => "A usable run with something to look at.",
            _ => $"Not a good run: {Quantity.Whole(reasons.Count(r => r.Level == Bad))} of {Quantity.Whole(reasons.Count)} checks failed.",
        };
    }

    /// <summary>Whether models that were trained further took the place of those before.</summary>
    private static IEnumerable<VerdictReason> Upkeep(RunReport report)
    {
        foreach (var part in Decisions(report))
        {
            var sentence = MetricPart.Text(part.Value["sentence"]) is { Length: > 0 } said ? said : TakesNew(part) is true ? "The new model takes the place of the one before." : "The model before stays, as the new one is worse.";
            yield return new(IsRejected(part) ? Warning : Good, $"{part.Title}: {sentence}");
        }
    }

    /// <summary>What models make of texts whose groups of people are swapped. Where chance explains what is above the limit, nothing is held against them.</summary>
    private static IEnumerable<VerdictReason> Fairness(RunReport report)
    {
        foreach (var part in MetricPart.All(report, UpkeepSection.FairnessKey))
        {
            var all = (part.Value as JsonObject)?["all"];
            if (MetricPart.Number(all, "flipShare") is not (>= 0 and <= 1 and var share) || MetricPart.Number(all, "probes") is not (>= 1 and <= int.MaxValue and var probes))
            {
                continue;
            }

            var figures = $"{part.Title}: {Quantity.Percent(share)} of {Quantity.Whole(probes)} predictions change when the groups of people in a text are swapped";
            yield return WilsonInterval.Of((long)Math.Round(share * probes), (long)probes).Low > Unfairness
                ? new(Warning, $"{figures}: who is spoken of decides too often.")
                : new(Good, $"{figures}.");
        }
    }

    private static IEnumerable<MetricPart> Decisions(RunReport report) => MetricPart.All(report, UpkeepSection.Key).Where(static part => TakesNew(part) is not null);

    private static bool? TakesNew(MetricPart part) => (part.Value as JsonObject)?["takesNew"] is JsonValue value && value.TryGetValue<bool>(out var takesNew) ? takesNew : null;

    /// <summary>Whether a model was trained and found worse; where nothing was new, nothing was compared.</summary>
    private static bool IsRejected(MetricPart part) => TakesNew(part) is false && MetricPart.Objects(part.Value["comparedItems"], 1).Count > 0;

    private static IEnumerable<VerdictReason> Baselines(RunReport report)
    {
        if (report.Evaluation is not { } evaluation || !evaluation.BitsPerByte.TryGetValue("baseline", out var baseline))
        {
            yield break;
        }

        foreach (var (key, name) in new[] { ("tuned", "The tuned model"), ("base", "The base model") })
        {
            if (evaluation.BitsPerByte.TryGetValue(key, out var bits))
            {
                yield return bits < baseline
                    ? new(Good, $"{name} needs {Bits(bits)}, {Quantity.Percent(1 - (bits / baseline))} less than the best baseline ({evaluation.BaselineName}, {Quantity.Fixed(baseline)}).")
                    : new(Bad, $"{name} needs {Bits(bits)}, no less than the {evaluation.BaselineName} baseline ({Quantity.Fixed(baseline)}).");
            }
        }

        if (evaluation.BitsPerByte.TryGetValue("tuned", out var tuned) && evaluation.BitsPerByte.TryGetValue("base", out var pretrained) && tuned > pretrained * Forgetting)
        {
            yield return new(Warning, $"Fine-tuning made plain text {Quantity.Percent((tuned / pretrained) - 1)} costlier: the model has forgotten some of it.");
        }
    }

    private static IEnumerable<VerdictReason> KindAccuracy(RunReport report)
    {
        if (report.Evaluation?.KindAccuracy is not { } kind)
        {
            yield break;
        }

        var figures = $"{Quantity.Percent(kind.Tuned)} of the kind questions ({Quantity.Percent(kind.Majority)} by always answering “{kind.MajorityLabel}”)";
        yield return kind.Low > kind.Majority ? new(Good, $"Answers {figures}.")
            : kind.Tuned > kind.Majority ? new(Warning, $"Answers {figures}: better, but within chance.")
            : new(Bad, $"Answers only {figures}.");
    }

    private static IEnumerable<VerdictReason> Comparisons(RunReport report)
    {
        foreach (var comparison in report.Stages.SelectMany(static stage => Comparison.Of(stage.Metrics)).Where(static comparison => comparison.Others.Count > 0))
        {
            var (subject, unbeaten) = (comparison.Subject, comparison.Unbeaten);
            var figures = $"{comparison.Title}: {subject.Name} has {comparison.Text(subject.Value)} {comparison.Measure}";
            yield return comparison.IsCost ? Price(comparison, figures)
                : unbeaten.Count == 0 ? new(Good, $"{figures}, better than {string.Join(" and ", comparison.Others.Select(other => $"{other.Name} ({comparison.Text(other.Value)})"))}.")
                : new(Warning, $"{figures}, no better than {string.Join(" and ", unbeaten.Select(other => $"{other.Name} ({comparison.Text(other.Value)})"))}.");
        }
    }

    /// <summary>What something cost, against the first of the others; more than a tenth is worth a look.</summary>
    private static VerdictReason Price(Comparison comparison, string figures)
    {
        var before = comparison.Others[0];
        var worse = comparison.LowerIsBetter ? (comparison.Subject.Value / before.Value) - 1 : 1 - (comparison.Subject.Value / before.Value);
        return new(
            worse > Forgetting - 1 ? Warning : Good,
            $"{figures}, {(worse <= 0 ? "no worse than" : $"{Quantity.Percent(worse)} worse than")} {before.Name.ToLowerInvariant()} ({comparison.Text(before.Value)}).");
    }

    private static IEnumerable<VerdictReason> Learning(TrainingCurves curves)
    {
        var losses = curves.Validation.Where(v => v.Loss is not null).Select(v => v.Loss!.Value).ToList();
        if (losses.Count < 2)
        {
            yield break;
        }

        var (first, last, least) = (losses[0], losses[^1], losses.Min());
        var name = Wording.Stage(curves.Stage);
        yield return last >= first ? new(Bad, $"{name}: validation loss did not fall ({Quantity.Number(first, 3)} to {Quantity.Number(last, 3)} nats a token).")
            : last > least * Rise ? new(Warning, $"{name}: validation loss rose again at the end ({Quantity.Number(least, 3)} to {Quantity.Number(last, 3)} nats a token): overfitting.")
            : new(Good, $"{name}: validation loss fell from {Quantity.Number(first, 3)} to {Quantity.Number(last, 3)} nats a token.");
    }

    private static IEnumerable<VerdictReason> Stability(TrainingCurves curves)
    {
        var name = Wording.Stage(curves.Stage);
        if (curves.NonFiniteSteps > 0)
        {
            yield return new(Bad, $"{name}: the loss of {Quantity.Whole(curves.NonFiniteSteps)} steps was not a finite number.");
            yield break;
        }

        var trend = TrainingSection.Trend(curves, s => s.Loss);
        if (trend.Count < 2)
        {
            yield break;
        }

        var least = trend.Min(p => p.Y);
        yield return trend[^1].Y > least * Divergence && trend[^1].Y > least + 0.5
            ? new(Bad, $"{name}: training diverged; its loss ended at {Quantity.Number(trend[^1].Y, 3)} after {Quantity.Number(least, 3)}.")
            : new(Good, $"{name}: no divergence in {Quantity.Whole(curves.LastStep)} steps.");
    }

    private static IEnumerable<VerdictReason> Completeness(RunReport report)
    {
        foreach (var missing in report.Missing)
        {
            yield return new(Warning, missing);
        }

        if (report.Warnings.Count > 0)
        {
            yield return new(Warning, report.Warnings.Count == 1 ? $"The run warned: {report.Warnings[0]}" : $"The run gave {Quantity.Whole(report.Warnings.Count)} warnings; they stand below the settings.");
        }
    }

    private static string Bits(double bits) => $"{Quantity.Fixed(bits)} bits per byte";
}
