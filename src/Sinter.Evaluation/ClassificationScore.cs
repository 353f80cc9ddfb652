namespace Sinter.Evaluation;

/// <summary>How well one class was told from the others.</summary>
/// <param name="Label">The class.</param>
/// <param name="Support">How many items are of this class.</param>
/// <param name="Predicted">How many were said to be.</param>
/// <param name="Correct">How many were rightly said to be.</param>
public sealed record ClassScore(string Label, long Support, long Predicted, long Correct)
{
    /// <summary>The share of the items of this class that were found; 0 where there are none.</summary>
    public double Recall => Support == 0 ? 0 : (double)Correct / Support;

    /// <summary>The share of what was said to be of this class that is; 0 where nothing was.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>The harmonic mean of precision and recall, 2 c / (s + p); 0 where the class is neither there nor predicted (van Rijsbergen 1979).</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Correct / (Support + Predicted);
}

/// <summary>The accuracy of answers from a fixed set, with its interval of confidence and the baseline it has to beat.</summary>
public sealed record ClassificationScore
{
    /// <summary>How many questions were asked.</summary>
    public required long Total { get; init; }

    /// <summary>How many were answered right.</summary>
    public required long Correct { get; init; }

    /// <summary>The label that the majority baseline always gives.</summary>
    public required string MajorityLabel { get; init; }

    /// <summary>The accuracy of always giving that label, on the same questions.</summary>
    public required double Majority { get; init; }

    /// <summary>Each class by itself, the most frequent first; then answers that name no class, as predictions only.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>The share of right answers; 0 where nothing was asked.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Correct / Total;

    /// <summary>Where the true accuracy lies with 95 % confidence.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Correct, Total);

    /// <summary>Scores answers by <see cref="ExactMatch"/>.</summary>
    /// <param name="answers">What was expected and what was answered.</param>
    /// <param name="trainingLabels">The labels of the train split, from which the majority baseline takes its answer.</param>
    public static ClassificationScore Of(IEnumerable<(string Expected, string Answer)> answers, IEnumerable<string> trainingLabels)
    {
        var normal = answers.Select(a => (Expected: ExactMatch.Normalize(a.Expected), Answer: ExactMatch.Normalize(a.Answer))).ToList();
        var support = CountByLabel(normal.Select(a => a.Expected));
        var predicted = CountByLabel(normal.Select(a => a.Answer));
        var correct = CountByLabel(normal.Where(a => string.Equals(a.Expected, a.Answer, StringComparison.Ordinal)).Select(a => a.Expected));
        var majority = MajorityBaseline.MostFrequent(trainingLabels.Select(ExactMatch.Normalize));
        var classes = support
            .Select(label => new ClassScore(label.Key, label.Value, predicted.GetValueOrDefault(label.Key), correct.GetValueOrDefault(label.Key)))
            .OrderByDescending(c => c.Support).ThenBy(c => c.Label, StringComparer.Ordinal)
            .ToList();
        if (predicted.Where(label => !support.ContainsKey(label.Key)).Sum(label => label.Value) is > 0 and var other)
        {
            classes.Add(new(OtherAnswers, 0, other, 0));
        }

        return new()
        {
            Total = normal.Count,
            Correct = correct.Values.Sum(),
            MajorityLabel = majority,
            Majority = normal.Count == 0 ? 0 : (double)support.GetValueOrDefault(majority) / normal.Count,
            Classes = classes,
        };
    }

    private static Dictionary<string, long> CountByLabel(IEnumerable<string> labels) =>
        labels.CountBy(label => label, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => (long)pair.Value, StringComparer.Ordinal);

    /// <summary>The row of answers that name no class.</summary>
    public const string OtherAnswers = "(any other answer)";
}
