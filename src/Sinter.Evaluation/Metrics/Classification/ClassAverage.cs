namespace Sinter.Evaluation.Metrics;

/// <summary>Precision, recall and F1 of several classes in one.</summary>
/// <param name="Precision">The mean precision.</param>
/// <param name="Recall">The mean recall.</param>
/// <param name="F1">The mean of the F1 of the classes, which is not the F1 of the means.</param>
public readonly record struct ClassAverage(double Precision, double Recall, double F1)
{
    /// <summary>Every class counts the same. Classes that occur neither as truth nor as prediction are left out.</summary>
    public static ClassAverage Macro(IReadOnlyList<ClassScore> classes) => Mean(classes, static _ => 1);

    /// <summary>Every class counts by its support.</summary>
    public static ClassAverage Weighted(IReadOnlyList<ClassScore> classes) => Mean(classes, static score => score.Support);

    /// <summary>Every item counts the same: the counts of all classes are summed first.</summary>
    public static ClassAverage Micro(IReadOnlyList<ClassScore> classes)
    {
        var all = new ClassScore("", classes.Sum(static score => score.Support), classes.Sum(static score => score.Predicted), classes.Sum(static score => score.Correct));
        return new(all.Precision, all.Recall, all.F1);
    }

    private static ClassAverage Mean(IReadOnlyList<ClassScore> classes, Func<ClassScore, double> weightOf)
    {
        var (precision, recall, f1, weights) = (0.0, 0.0, 0.0, 0.0);
        foreach (var score in classes)
        {
            var weight = score.Support + score.Predicted == 0 ? 0 : weightOf(score);
            precision += weight * score.Precision;
            recall += weight * score.Recall;
            f1 += weight * score.F1;
            weights += weight;
        }

        return weights == 0 ? default : new(precision / weights, recall / weights, f1 / weights);
    }
}
