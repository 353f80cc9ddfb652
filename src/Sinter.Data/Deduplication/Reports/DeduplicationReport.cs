using System.Text.Json;

namespace Sinter.Data.Deduplication;

/// <summary>The figures of a finished deduplication, as they stand in <c>report.json</c>. Bytes are of texts in UTF-8.</summary>
public sealed record DeduplicationReport
{
    /// <summary>The name of the finder.</summary>
    public required string Finder { get; init; }

    /// <summary>What a similarity is; see <see cref="IDuplicateFinder.Measure"/>.</summary>
    public required string Measure { get; init; }

    /// <summary>The rule that says which document stays.</summary>
    public required string Keep { get; init; }

    /// <summary>What was read: documents and bytes.</summary>
    public required DocumentAmount Read { get; init; }

    /// <summary>What stays, as it is written.</summary>
    public required DocumentAmount Kept { get; init; }

    /// <summary>What was taken away whole.</summary>
    public required DocumentAmount Removed { get; init; }

    /// <summary>The documents that stay and lost a part, and the bytes that they lost.</summary>
    public required DocumentAmount Cut { get; init; }

    /// <summary>The parts that were cut out of documents.</summary>
    public required long Parts { get; init; }

    /// <summary>Of the documents that were taken away, those of which their parts left nothing.</summary>
    public required long Emptied { get; init; }

    /// <summary>The documents that stay although they were found, because their true similarity was below the minimum.</summary>
    public required long NotSimilarEnough { get; init; }

    /// <summary>The documents of earlier runs that were compared with.</summary>
    public required long Earlier { get; init; }

    /// <summary>The records that could not be read.</summary>
    public required long Broken { get; init; }

    /// <summary>The first record that could not be read, or null.</summary>
    public string? FirstFault { get; init; }

    /// <summary>The records that are no documents, by reason.</summary>
    public required IReadOnlyDictionary<string, long> PassedOver { get; init; }

    /// <summary>The groups of documents that are the same.</summary>
    public required long Clusters { get; init; }

    /// <summary>The documents of the largest group.</summary>
    public required long LargestCluster { get; init; }

    /// <summary>How many groups have how many documents.</summary>
    public required IReadOnlyList<ReportBin> ClusterSizes { get; init; }

    /// <summary>How many documents that went had which similarity with the one that stays.</summary>
    public required IReadOnlyList<ReportBin> Similarities { get; init; }

    /// <summary>The figures by source; at most a thousand, all others are one.</summary>
    public required IReadOnlyList<SourceReport> Sources { get; init; }

    /// <summary>What the reader should know, each in a sentence.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The time that it took.</summary>
    public required DeduplicationTiming Timing { get; init; }

    /// <summary>Reads the report of a finished deduplication.</summary>
    /// <exception cref="InvalidDataException">It is not finished, or the file is damaged.</exception>
    public static DeduplicationReport Load(DeduplicationFolder folder)
    {
        if (!folder.IsFinished)
        {
            throw new InvalidDataException($"The deduplication in '{folder}' is not finished; run the same 'sinter data dedup' again, it goes on where it was.");
        }

        try
        {
            return JsonSerializer.Deserialize<DeduplicationReport>(File.ReadAllBytes(folder.Report), SettingsJson.Options)!;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{folder.Report}' is damaged: {fault.Message}", fault);
        }
    }

    internal static IReadOnlyList<ReportBin> SimilarityBins(DeduplicationCounts counts) =>
        [.. counts.Similarities.Select(static (count, i) => new ReportBin((double)i / DeduplicationCounts.Bins, (i + 1.0) / DeduplicationCounts.Bins, count))];

    internal static IReadOnlyList<SourceReport> SourcesOf(DeduplicationCounts counts, IReadOnlyList<string> names) =>
        [.. counts.Sources.Select(source => new SourceReport(
            names[source.Key],
            new DocumentAmount(source.Value.Documents, source.Value.Bytes),
            new DocumentAmount(source.Value.Removed, source.Value.RemovedBytes),
            new DocumentAmount(source.Value.Cut, source.Value.CutBytes)))];

    internal void Save(DeduplicationFolder folder) => AtomicFile.WriteAllText(folder.Report, JsonSerializer.Serialize(this, SettingsJson.Options) + "\n");
}

/// <summary>Documents, and the bytes of their texts in UTF-8.</summary>
public readonly record struct DocumentAmount(long Documents, long Bytes);

/// <summary>How many values lie from one edge to another, the upper one not included (but the highest of all).</summary>
public readonly record struct ReportBin(double From, double To, long Count);

/// <summary>The figures of a source.</summary>
public sealed record SourceReport(string Name, DocumentAmount Read, DocumentAmount Removed, DocumentAmount Cut);

/// <summary>The seconds of a deduplication, over all attempts for the reading.</summary>
public sealed record DeduplicationTiming(double ReadSeconds, double FindSeconds, double WriteSeconds, long InputBytes)
{
    /// <summary>All of them.</summary>
    public double Seconds => ReadSeconds + FindSeconds + WriteSeconds;
}
