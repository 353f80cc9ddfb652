using System.Numerics;

namespace Sinter.Data.Deduplication;

/// <summary>Counts groups by their size in bins that double: 2, 3 to 4, 5 to 8.</summary>
internal sealed class ClusterSizes
{
    private readonly long[] _counts = new long[32];

    public long Clusters { get; private set; }

    public long Largest { get; private set; }

    public void Add(int size)
    {
        _counts[BitOperations.Log2((uint)size - 1)]++;
        Clusters++;
        Largest = Math.Max(Largest, size);
    }

    /// <summary>The bins up to the largest group; the upper edge belongs to the next.</summary>
    public IReadOnlyList<ReportBin> Bins() => Clusters == 0 ? []
        : [.. _counts.Take(BitOperations.Log2((uint)Largest - 1) + 1).Select(static (count, i) => new ReportBin((1L << i) + 1, (2L << i) + 1, count))];
}
