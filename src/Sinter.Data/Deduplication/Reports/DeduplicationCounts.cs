namespace Sinter.Data.Deduplication;

/// <summary>Counts of a deduplication, of a block or of all of it.</summary>
internal sealed class DeduplicationCounts
{
    /// <summary>How many bins the similarities have, from 0 to 1; 1 itself falls into the last.</summary>
    public const int Bins = 20;

    private readonly SortedDictionary<int, SourceCounts> _sources = [];

    /// <summary>The counts by the number of the source.</summary>
    public IReadOnlyDictionary<int, SourceCounts> Sources => _sources;

    /// <summary>How many of the documents that went had which similarity with the one that stays.</summary>
    public long[] Similarities { get; } = new long[Bins];

    /// <summary>The documents that stay because their true similarity is below the minimum.</summary>
    public long NotSimilarEnough { get; set; }

    /// <summary>The parts that were cut out.</summary>
    public long Parts { get; set; }

    /// <summary>The documents of which nothing was left.</summary>
    public long Emptied { get; set; }

    /// <summary>Adds the counts of sources that were noted before.</summary>
    public void Add(IReadOnlyDictionary<int, SourceCounts> sources)
    {
        foreach (var (source, counts) in sources)
        {
            Of(source).Add(counts);
        }
    }

    public SourceCounts Of(int source) => _sources.TryGetValue(source, out var counts) ? counts : _sources[source] = new SourceCounts();

    public void AddSimilarity(double similarity) => Similarities[Math.Clamp((int)(similarity * Bins), 0, Bins - 1)]++;

    public void Add(DeduplicationCounts part)
    {
        Add(part._sources);
        for (var i = 0; i < Bins; i++)
        {
            Similarities[i] += part.Similarities[i];
        }

        NotSimilarEnough += part.NotSimilarEnough;
        Parts += part.Parts;
        Emptied += part.Emptied;
    }

    /// <summary>The counts of all sources together.</summary>
    public SourceCounts Sum()
    {
        var sum = new SourceCounts();
        foreach (var counts in _sources.Values)
        {
            sum.Add(counts);
        }

        return sum;
    }
}

/// <summary>Counts of the documents of a source; bytes are of texts in UTF-8.</summary>
internal sealed class SourceCounts
{
    public long Documents { get; set; }

    public long Bytes { get; set; }

    public long Removed { get; set; }

    public long RemovedBytes { get; set; }

    /// <summary>The documents that lost a part and stay.</summary>
    public long Cut { get; set; }

    public long CutBytes { get; set; }

    public void Add(SourceCounts other)
    {
        Documents += other.Documents;
        Bytes += other.Bytes;
        Removed += other.Removed;
        RemovedBytes += other.RemovedBytes;
        Cut += other.Cut;
        CutBytes += other.CutBytes;
    }
}
