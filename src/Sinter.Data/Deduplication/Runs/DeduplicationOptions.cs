using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>How a deduplication works, besides its finder.</summary>
public sealed record DeduplicationOptions
{
    /// <summary>Which of the documents that are the same stays.</summary>
    public SurvivorRule Keep { get; init; } = SurvivorRule.First;

    /// <summary>A document is taken away only where its true similarity with the one that stays (<see cref="IDuplicateFinder.Compare"/>) is at least this, from 0 to 1.</summary>
    public double MinimumSimilarity { get; init; }

    /// <summary>How the inputs are read.</summary>
    public ReadSettings Reading { get; init; } = ReadSettings.Default;

    /// <summary>How what stays and what goes is written: as lines of JSON, compressed or not.</summary>
    public JsonLinesShards Format { get; init; } = JsonLinesShards.Plain;

    /// <summary>About how large a shard is before compression, in bytes.</summary>
    public long ShardBytes { get; init; } = 256L << 20;

    /// <summary>About how many bytes of memory the run may take.</summary>
    public long MemoryBytes { get; init; } = 1_000_000_000;

    /// <summary>The number of threads that work; 0 takes all cores. The results are the same bytes at any number.</summary>
    public int Threads { get; init; }

    /// <summary>After how many bytes of input the state is noted: what a killed run reads again at most.</summary>
    public long CommitBytes { get; init; } = 256L << 20;

    /// <summary>How many documents that were taken away, and how many parts that were cut out, the page shows.</summary>
    public int Samples { get; init; } = 12;

    /// <summary>How many threads that is here.</summary>
    internal int Workers => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>What a finder may take; the rest is for the blocks that are under way.</summary>
    internal long FinderBytes => MemoryBytes * 3 / 8;

    /// <summary>What the parts that a finder has found may take.</summary>
    internal long CutBytes => MemoryBytes / 16;

    /// <summary>The bytes of blocks that may be under way; decoded they take many times that.</summary>
    internal long BlockBytes => MemoryBytes / 16;

    /// <summary>The reading as this run needs it: records are kept, and one record may take a quarter of the memory.</summary>
    internal ReadSettings ReadingOfRun => Reading with
    {
        KeepRecords = true,
        MaximumRecordBytes = (int)Math.Clamp(MemoryBytes / 4, Reading.MaximumRecordBytes, JsonLines.MaximumLineBytes),
    };
}
