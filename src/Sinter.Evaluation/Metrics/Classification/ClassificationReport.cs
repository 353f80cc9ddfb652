using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Metrics;

/// <summary>All that is to be said of a classifier on labelled items: by class, in one figure, and how far its probabilities can be trusted.</summary>
public sealed record ClassificationReport
{
    // The matrix of more classes would be megabytes of zeros.
    private const int MostClassesInJson = 300;

    /// <summary>What was taken for what.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Each class by itself, in the order of the labels.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>How many items there are.</summary>
    public long Total => Confusion.Total;

    /// <summary>The share of items that were given their class; 0 where there are none.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Confusion.Correct / Total;

    /// <summary>Where the true accuracy lies with 95 % confidence.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Confusion.Correct, Total);

    /// <summary>The mean recall of the classes that occur: accuracy where each class counts the same.</summary>
    public double BalancedAccuracy => Classes.Where(static score => score.Support > 0).Select(static score => score.Recall).DefaultIfEmpty().Average();

    /// <summary>The means in which each class counts the same.</summary>
    public ClassAverage Macro => ClassAverage.Macro(Classes);

    /// <summary>The means in which each item counts the same.</summary>
    public ClassAverage Micro => ClassAverage.Micro(Classes);

    /// <summary>The means in which each class counts by its support.</summary>
    public ClassAverage Weighted => ClassAverage.Weighted(Classes);

    /// <summary>Matthews' correlation coefficient: see <see cref="ConfusionMatrix.Matthews"/>.</summary>
    public double Matthews => Confusion.Matthews();

    /// <summary>Cohen's kappa.</summary>
    public double Kappa => Confusion.Kappa();

    /// <summary>The area below the ROC curve of the second of two classes; null where there are no probabilities or not two classes.</summary>
    public double? RocAuc { get; init; }

    /// <summary>The average precision of the second of two classes; null as above.</summary>
    public double? AveragePrecision { get; init; }

    /// <summary>How far the probabilities say what comes true; null where there are none.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>Scores predictions.</summary>
    /// <param name="labels">The names of the classes. Of two, the second is the positive one.</param>
    /// <param name="truth">The class of each item, an index of <paramref name="labels"/>.</param>
    /// <param name="predicted">What each was said to be, an index or <see cref="ConfusionMatrix.NoPrediction"/>.</param>
    /// <param name="probabilities">The probability of each class for each item, [items][classes], or null.</param>
    /// <exception cref="ArgumentException">The lengths differ, an index is none of a class, or what should be probabilities are none.</exception>
    public static ClassificationReport Of(
        IReadOnlyList<string> labels, IReadOnlyList<int> truth, IReadOnlyList<int> predicted, IReadOnlyList<float[]>? probabilities = null)
    {
        var confusion = ConfusionMatrix.Of(labels, truth, predicted);
        var report = new ClassificationReport
        {
            Confusion = confusion,
            Classes = [.. labels.Select((label, at) => new ClassScore(label, confusion.Support(at), confusion.Predicted(at), confusion[at, at]))],
        };
        if (probabilities is null)
        {
            return report;
        }

        report = report with { Calibration = CalibrationReport.Of(probabilities, truth, labels.Count) };
        if (labels.Count != 2)
        {
            return report;
        }

        double[] scores = [.. probabilities.Select(static row => (double)row[1])];
        bool[] positive = [.. truth.Select(static label => label == 1)];
        return report with { RocAuc = Finite(Ranking.RocAuc(scores, positive)), AveragePrecision = Finite(Ranking.AveragePrecision(scores, positive)) };
    }

    /// <summary>
    /// The figures as metrics of a stage: plain figures, the classes under <c>classes</c>, the matrix under <c>confusion</c> and, where there are probabilities, <c>calibration</c>. The report of a run draws the last two.
    /// </summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["items"] = Total,
            ["accuracy"] = Accuracy,
            ["accuracyLow"] = Interval.Low,
            ["accuracyHigh"] = Interval.High,
            ["macroF1"] = Macro.F1,
            ["weightedF1"] = Weighted.F1,
            ["matthews"] = Matthews,
            ["kappa"] = Kappa,
            ["classes"] = new JsonArray([.. Classes.Select(static score => (JsonNode)new JsonObject
            {
                ["label"] = score.Label,
                ["support"] = score.Support,
                ["predicted"] = score.Predicted,
                ["correct"] = score.Correct,
                ["precision"] = score.Precision,
                ["recall"] = score.Recall,
                ["f1"] = score.F1,
            })]),
        };
        if (Confusion.Labels.Count <= MostClassesInJson)
        {
            json["confusion"] = ConfusionJson();
        }

        if (RocAuc is { } area)
        {
            json["rocAuc"] = area;
        }

        if (AveragePrecision is { } precision)
        {
            json["averagePrecision"] = precision;
        }

        if (Calibration is not null)
        {
            json["calibration"] = Calibration.ToJson();
        }

        return json;
    }

    private JsonObject ConfusionJson()
    {
        var count = Confusion.Labels.Count;
        var rows = Enumerable.Range(0, count).Select(truth => (JsonNode)new JsonArray([.. Enumerable.Range(0, count).Select(predicted => (JsonNode)Confusion[truth, predicted])]));
        return new() { ["labels"] = new JsonArray([.. Confusion.Labels.Select(static label => (JsonNode)label)]), ["counts"] = new JsonArray([.. rows]) };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
