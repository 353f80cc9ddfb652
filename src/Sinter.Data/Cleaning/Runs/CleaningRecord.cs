using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>What a finished cleaning leaves beside its shards and scores, since neither holds it: times, samples, and how much could not be read or was passed over.</summary>
internal sealed record CleaningRecord
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The records that could not be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>The records that were passed over.</summary>
    public required PassedOverCounts PassedOver { get; init; }

    /// <summary>The uncompressed bytes of input.</summary>
    public required long InputBytes { get; init; }

    /// <summary>From the start to the end, over all attempts.</summary>
    public required double Seconds { get; init; }

    /// <summary>See <see cref="CleaningProgress.StepSeconds"/>.</summary>
    public required IReadOnlyList<double> StepSeconds { get; init; }

    /// <summary>The documents that are shown.</summary>
    public required IReadOnlyList<CleaningSample> Samples { get; init; }

    public static CleaningRecord Of(CleaningProgress done) => new()
    {
        Unreadable = done.Broken.Records,
        PassedOver = done.PassedOver,
        InputBytes = done.InputBytes,
        Seconds = done.Seconds,
        StepSeconds = done.StepSeconds,
        Samples = done.Samples,
    };

    public void Save(CleaningFolder folder) => AtomicFile.Write(folder.Record, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>Reads it; its absence says that the cleaning is not finished.</summary>
    public static CleaningRecord Read(CleaningFolder folder)
    {
        if (!File.Exists(folder.Record))
        {
            throw new InvalidDataException($"The cleaning in '{folder}' is not finished; run the same 'sinter data clean' again, it goes on where it was.");
        }

        try
        {
            return JsonSerializer.Deserialize<CleaningRecord>(File.ReadAllBytes(folder.Record), Json)!;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{folder.Record}' is damaged: {fault.Message}", fault);
        }
    }
}
