namespace Sinter.Data.Decontamination;

/// <summary>What becomes of documents that hold items of benchmarks.</summary>
public sealed record DecontaminationOptions
{
    /// <summary>How much a document may have in common with an item.</summary>
    public ContaminationLimits Limits { get; init; } = ContaminationLimits.Default;

    /// <summary>Whether only the part that holds the item goes, with <see cref="SpanCutting"/>; else the whole document goes.</summary>
    public SpanCutting? Cutting { get; init; }

    /// <summary>Grams that stand in the whole input more often than this accuse nothing, for which the input is read twice; 0 for no such limit. GPT-3: 10.</summary>
    public int MostOccurrences { get; init; }

    /// <summary>Worker threads; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>About how many bytes a shard has.</summary>
    public long ShardBytes { get; init; } = 256_000_000;

    /// <summary>Where the choice of places for planted items begins.</summary>
    public ulong Seed { get; init; }

    internal int Workers => Threads > 0 ? Threads : Environment.ProcessorCount;
}
