namespace Sinter.Evaluation.Metrics;

/// <summary>How often items of each class were said to be of each class: rows are the truth, columns the prediction. An item without a prediction stands in no column and counts as wrong.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>The prediction of an item that was given no class, such as an answer that names none.</summary>
    public const int NoPrediction = -1;

    /// <summary>More classes than this are refused: the table has a place for each pair.</summary>
    public const int MostClasses = 10_000;

    private readonly long[] _counts;
    private readonly long[] _truth;
    private readonly long[] _predicted;

    private ConfusionMatrix(IReadOnlyList<string> labels)
    {
        Labels = labels;
        _counts = new long[labels.Count * labels.Count];
        _truth = new long[labels.Count];
        _predicted = new long[labels.Count];
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many items there are.</summary>
    public long Total { get; private set; }

    /// <summary>How many were given their class.</summary>
    public long Correct { get; private set; }

    /// <summary>How many were given no class.</summary>
    public long Unpredicted { get; private set; }

    /// <summary>How many items of one class were said to be of another, or of itself.</summary>
    public long this[int truth, int predicted] => _counts[(truth * Labels.Count) + predicted];

    /// <summary>Counts pairs.</summary>
    /// <param name="labels">The names of the classes, at least one.</param>
    /// <param name="truth">The class of each item, an index of <paramref name="labels"/>.</param>
    /// <param name="predicted">What each was said to be, an index or <see cref="NoPrediction"/>.</param>
    /// <exception cref="ArgumentException">There is no class, the lengths differ, or an index is none of a class.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<string> labels, IReadOnlyList<int> truth, IReadOnlyList<int> predicted)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count is 0 or > MostClasses)
        {
            throw new ArgumentException($"There are {labels.Count} classes; 1 to {MostClasses} are expected.", nameof(labels));
        }

        Lengths.MustMatch(truth.Count, "labels", predicted.Count, "predictions");
        var matrix = new ConfusionMatrix(labels);
        for (var item = 0; item < truth.Count; item++)
        {
            matrix.Add(item, truth[item], predicted[item]);
        }

        return matrix;
    }

    /// <summary>How many items are of a class.</summary>
    public long Support(int label) => _truth[label];

    /// <summary>How many were said to be of a class.</summary>
    public long Predicted(int label) => _predicted[label];

    /// <summary>
    /// Matthews' correlation coefficient, for any number of classes as Gorodkin ("Comparing two K-category assignments by a K-category correlation coefficient", 2004) extends it: -1 to 1, and 0 for what chance or one
    /// constant answer reaches.
    /// </summary>
    public double Matthews()
    {
        var (pairs, truth, predicted) = Products();
        var total = (double)Total;
        var scale = Math.Sqrt((total * total) - truth) * Math.Sqrt((total * total) - predicted);
        return scale == 0 ? 0 : ((Correct * total) - pairs) / scale;
    }

    /// <summary>Cohen's kappa ("A coefficient of agreement for nominal scales", 1960): the agreement beyond that of chance, 1 at most; 0 where there is nothing to agree on.</summary>
    public double Kappa()
    {
        var chance = Products().Pairs;
        var total = (double)Total;
        return (total * total) - chance == 0 ? 0 : ((Correct * total) - chance) / ((total * total) - chance);
    }

    // No prediction is a class of its own that is never the truth.
    private (double Pairs, double Truth, double Predicted) Products()
    {
        var (pairs, truth, predicted) = (0.0, 0.0, (double)Unpredicted * Unpredicted);
        for (var label = 0; label < _truth.Length; label++)
        {
            pairs += (double)_truth[label] * _predicted[label];
            truth += (double)_truth[label] * _truth[label];
            predicted += (double)_predicted[label] * _predicted[label];
        }

        return (pairs, truth, predicted);
    }

    private void Add(int item, int truth, int predicted)
    {
        if ((uint)truth >= (uint)Labels.Count || (predicted != NoPrediction && (uint)predicted >= (uint)Labels.Count))
        {
            throw new ArgumentException($"Item {item} has the class {truth} and the prediction {predicted}; there are {Labels.Count} classes, counted from 0.");
        }

        Total++;
        _truth[truth]++;
        if (predicted == NoPrediction)
        {
            Unpredicted++;
            return;
        }

        _predicted[predicted]++;
        _counts[(truth * Labels.Count) + predicted]++;
        Correct += truth == predicted ? 1 : 0;
    }
}
