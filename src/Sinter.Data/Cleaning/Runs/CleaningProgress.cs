using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>How far a cleaning is, as it was last noted: all that a run needs to go on there as if it had never stopped.</summary>
internal sealed record CleaningProgress
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string Fingerprint { get; init; }

    /// <summary>The input that is being read.</summary>
    public int Source { get; init; }

    /// <summary>The blocks of it that are done.</summary>
    public long Block { get; init; }

    public ShardPosition Kept { get; init; }

    public ShardPosition Dropped { get; init; }

    public ShardPosition Broken { get; init; }

    public ShardPosition Scores { get; init; }

    /// <summary>The records that were passed over.</summary>
    public PassedOverCounts PassedOver { get; init; } = new();

    /// <summary>The bytes of input that were read.</summary>
    public long InputBytes { get; init; }

    /// <summary>The time spent by all attempts.</summary>
    public double Seconds { get; init; }

    /// <summary>The time spent in each step, over all threads; the first is for reading and decoding, the last for writing.</summary>
    public double[] StepSeconds { get; init; } = [];

    public IReadOnlyList<CleaningSample> Samples { get; init; } = [];

    public void Save(CleaningFolder folder) => AtomicFile.Write(folder.Progress, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>What was noted; null where nothing was, or what was noted cannot be read, so that one begins anew.</summary>
    public static CleaningProgress? Read(CleaningFolder folder)
    {
        try
        {
            return File.Exists(folder.Progress) ? JsonSerializer.Deserialize<CleaningProgress>(File.ReadAllBytes(folder.Progress), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
