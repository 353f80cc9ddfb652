using System.Text.Json;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>How far the first pass of a deduplication is, as it was last noted: all that a run needs to go on there as if it had never stopped. The later passes begin anew from the spool.</summary>
internal sealed record DeduplicationProgress
{
    public required string Fingerprint { get; init; }

    /// <summary>The input that is being read.</summary>
    public int Source { get; init; }

    /// <summary>The blocks of it that are done.</summary>
    public long Block { get; init; }

    /// <summary>Whether all was read.</summary>
    public bool IsRead { get; init; }

    public SpoolPosition Spool { get; init; }

    /// <summary>What is written of the kept and the removed documents; only a run in one pass has some before all was read.</summary>
    public ShardPosition Kept { get; init; }

    public ShardPosition Removed { get; init; }

    public ShardPosition Broken { get; init; }

    /// <summary>The counts by source of a run in one pass.</summary>
    public IReadOnlyDictionary<int, SourceCounts> Counts { get; init; } = new Dictionary<int, SourceCounts>();

    public string? FirstFault { get; init; }

    public PassedOverCounts PassedOver { get; init; } = new();

    /// <summary>See <see cref="SourceNames"/>.</summary>
    public IReadOnlyList<string> SourceNames { get; init; } = [];

    public long InputBytes { get; init; }

    /// <summary>The time spent by all attempts.</summary>
    public double Seconds { get; init; }

    public void Save(DeduplicationFolder folder) => AtomicFile.Write(folder.Progress, stream => JsonSerializer.Serialize(stream, this, SettingsJson.Options));

    /// <summary>What was noted; a beginning where nothing was, or what was noted cannot be read or is of another run.</summary>
    public static DeduplicationProgress Read(DeduplicationFolder folder, string fingerprint)
    {
        try
        {
            return File.Exists(folder.Progress) && JsonSerializer.Deserialize<DeduplicationProgress>(File.ReadAllBytes(folder.Progress), SettingsJson.Options) is { } noted
                && string.Equals(noted.Fingerprint, fingerprint, StringComparison.Ordinal) ? noted : new DeduplicationProgress { Fingerprint = fingerprint };
        }
        catch (JsonException)
        {
            return new DeduplicationProgress { Fingerprint = fingerprint };
        }
    }
}
