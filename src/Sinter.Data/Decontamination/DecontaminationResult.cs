using Sinter.Data.Reading;

namespace Sinter.Data.Decontamination;

/// <summary>What a decontamination did.</summary>
public sealed record DecontaminationResult
{
    /// <summary>The documents that were read.</summary>
    public required long Documents { get; init; }

    /// <summary>The documents that stay whole.</summary>
    public required long Clean { get; init; }

    /// <summary>The documents of which parts were taken away.</summary>
    public required long Cut { get; init; }

    /// <summary>The documents that were taken away.</summary>
    public required long Removed { get; init; }

    /// <summary>The records that could not be read.</summary>
    public required long Broken { get; init; }

    /// <summary>The first of those faults; null where there is none.</summary>
    public string? FirstFault { get; init; }

    /// <summary>The records that are not meant to be documents.</summary>
    public required PassedOverCounts PassedOver { get; init; }

    /// <summary>The bytes of UTF-8 of all texts.</summary>
    public required long Bytes { get; init; }

    /// <summary>Of those, the ones that were taken away.</summary>
    public required long BytesRemoved { get; init; }

    /// <summary>What was found, by benchmark.</summary>
    public required IReadOnlyList<BenchmarkFinding> Findings { get; init; }

    /// <summary>How well planted items were found; empty where no document without items was long enough to plant them in.</summary>
    public required IReadOnlyList<PlantedRecall> Recalls { get; init; }

    /// <summary>Some of what was found, at most a few of each benchmark.</summary>
    public required IReadOnlyList<ContaminationEvidence> Evidence { get; init; }

    /// <summary>How many grams stand in so many fields of the benchmarks that they accuse nothing.</summary>
    public required int CommonGrams { get; init; }

    /// <summary>How many grams stand in the input so often that they accuse nothing.</summary>
    public required int FrequentGrams { get; init; }

    /// <summary>What of the benchmarks could not be read, the first of it.</summary>
    public required IReadOnlyList<string> BenchmarkFaults { get; init; }

    /// <summary>The planted and the found items of all benchmarks in one form.</summary>
    public (int Planted, int Found) Recall(ItemEdit edit) => (
        Recalls.Where(recall => recall.Edit == edit).Sum(static recall => recall.Planted),
        Recalls.Where(recall => recall.Edit == edit).Sum(static recall => recall.Found));
}
