using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>How often each label occurs.</summary>
public sealed class LabelStatistics
{
    private readonly Dictionary<string, long> _counts;

    private LabelStatistics(Dictionary<string, long> counts)
    {
        _counts = counts;
        Total = counts.Values.Sum();
        Labels = [.. Ordered(counts.Keys)];
    }

    /// <summary>The labels, each once: in the order of their numbers where all are whole numbers, else in ordinal order. A model numbers its classes so.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many labels there were in all.</summary>
    public long Total { get; }

    /// <summary>Counts labels.</summary>
    public static LabelStatistics Of(IEnumerable<string> labels)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var label in labels)
        {
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }

        return new LabelStatistics(counts);
    }

    /// <summary>Counts the labels of texts.</summary>
    public static LabelStatistics Of(IEnumerable<ClassifyRecord> records) => Of(records.Select(static record => record.Label));

    /// <summary>Counts the labels of pairs; those with a number have none.</summary>
    public static LabelStatistics Of(IEnumerable<PairRecord> records) => Of(records.Select(static record => record.Label).OfType<string>());

    /// <summary>Counts the tags of words.</summary>
    public static LabelStatistics Of(IEnumerable<TokenRecord> records) => Of(records.SelectMany(static record => record.Tags));

    /// <summary>How often a label occurs; 0 for one that does not.</summary>
    public long Count(string label) => _counts.GetValueOrDefault(label);

    /// <summary>
    /// The weight of each of <see cref="Labels"/> that makes all classes count alike, as scikit-learn's <c>balanced</c>: n / (k · n_c) for n records, k classes and n_c records of the class.
    /// Their mean over the records is 1.
    /// </summary>
    public IReadOnlyList<double> BalancedWeights() => [.. Labels.Select(label => Total / ((double)Labels.Count * _counts[label]))];

    /// <summary>
    /// One sentence about labels of other records that never occur among these, where a model cannot learn them: <c>2 labels of the validation data never occur in training: 'a' (3 records), 'b' (1 record).</c>
    /// Null where there are none.
    /// </summary>
    /// <param name="others">The labels of the other records.</param>
    /// <param name="what">What the others are, for the sentence: <c>validation data</c>.</param>
    public string? NeverIn(LabelStatistics others, string what)
    {
        string[] missing = [.. others.Labels.Where(label => !_counts.ContainsKey(label))];
        if (missing.Length == 0)
        {
            return null;
        }

        var list = string.Join(", ", missing.Take(5).Select(label => string.Create(CultureInfo.InvariantCulture, $"'{Shortened.Text(label)}' ({others.Count(label):N0} record{(others.Count(label) == 1 ? "" : "s")})")));
        return string.Create(CultureInfo.InvariantCulture, $"{missing.Length:N0} label{(missing.Length == 1 ? "" : "s")} of the {what} never occur{(missing.Length == 1 ? "s" : "")} in training: {list}{(missing.Length > 5 ? " and others" : "")}.");
    }

    private static IEnumerable<string> Ordered(IEnumerable<string> labels)
    {
        string[] ordinal = [.. labels.Order(StringComparer.Ordinal)];
        return Array.TrueForAll(ordinal, static label => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? ordinal.OrderBy(static label => long.Parse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : ordinal;
    }
}
