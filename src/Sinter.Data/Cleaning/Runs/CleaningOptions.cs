using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>How a cleaning works, besides its steps.</summary>
public sealed record CleaningOptions
{
    /// <summary>The number of threads that decode and judge; 0 takes all cores. The results are the same bytes at any number.</summary>
    public int Threads { get; init; }

    /// <summary>How the kept and the dropped documents are written.</summary>
    public IShardFormat Format { get; init; } = JsonLinesShards.Gzip;

    /// <summary>About how large a shard is before compression, in bytes.</summary>
    public long ShardBytes { get; init; } = 256L << 20;

    /// <summary>Whether dropped documents are measured by all steps, so that other limits can be tried without reading them again.</summary>
    public bool ScoreDropped { get; init; } = true;

    /// <summary>After how many bytes of input the state is noted: what a killed run does again at most.</summary>
    public long CommitBytes { get; init; } = 64L << 20;

    /// <summary>The dropped documents shown for each rule.</summary>
    public int SamplesPerRule { get; init; } = 4;

    /// <summary>How many threads that is here.</summary>
    internal int Workers => Threads > 0 ? Threads : Environment.ProcessorCount;
}
