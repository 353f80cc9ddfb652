namespace Sinter.Data.Reading;

/// <summary>Counts the records that were passed over (<see cref="ReadOutcome.PassedOver"/>) by reason.</summary>
/// <param name="byReason">The counts to go on from; none without them.</param>
public sealed class PassedOverCounts(IReadOnlyDictionary<string, long>? byReason = null)
{
    private readonly Dictionary<string, long> _counts = new(byReason ?? new Dictionary<string, long>(), StringComparer.Ordinal);

    /// <summary>How many records were passed over in all.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>How many for each reason, as they are now; the most frequent first.</summary>
    public IReadOnlyDictionary<string, long> ByReason => new OrderedDictionary<string, long>(
        _counts.OrderByDescending(static reason => reason.Value).ThenBy(static reason => reason.Key, StringComparer.Ordinal), StringComparer.Ordinal);

    internal void Add(string reason, long records = 1) => _counts[reason] = _counts.GetValueOrDefault(reason) + records;

    internal void Add(PassedOverCounts part)
    {
        foreach (var (reason, records) in part._counts)
        {
            Add(reason, records);
        }
    }
}
