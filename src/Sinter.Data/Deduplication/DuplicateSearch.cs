namespace Sinter.Data.Deduplication;

/// <summary>What a finder works with in its second pass.</summary>
public sealed class DuplicateSearch
{
    /// <summary>The documents.</summary>
    public required IDocumentStore Documents { get; init; }

    /// <summary>Gives every document's sketch in order, as often as it is asked; the memory of a sketch is valid until the next.</summary>
    public required Func<IEnumerable<ReadOnlyMemory<byte>>> Sketches { get; init; }

    /// <summary>Takes what was found.</summary>
    public required DuplicateFindings Findings { get; init; }

    /// <summary>An empty folder for what does not fit into memory; whoever made the search deletes it.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>About how many bytes of memory the finder may take.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>How many threads may work.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Is told how much is done, from 0 to 1.</summary>
    public Action<double> Progress { get; init; } = static _ => { };

    /// <summary>Asks to stop.</summary>
    public CancellationToken Cancellation { get; init; }
}
