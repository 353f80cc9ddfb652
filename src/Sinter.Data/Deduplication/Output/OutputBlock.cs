using System.Buffers;

namespace Sinter.Data.Deduplication;

/// <summary>What becomes of a batch: lines that stay and lines that go, and what the index is to hold.</summary>
internal sealed class OutputBlock
{
    public ArrayBufferWriter<byte> Kept { get; } = new(1 << 16);

    public ArrayBufferWriter<byte> KeptIds { get; } = new();

    /// <summary>Each with its length in front.</summary>
    public ArrayBufferWriter<byte> KeptSketches { get; } = new();

    public List<KeptDocument> Documents { get; } = [];

    public ArrayBufferWriter<byte> Removed { get; } = new();

    public long RemovedLines { get; set; }

    /// <summary>The documents that went for another, with their numbers among all.</summary>
    public List<ClusterMember> Members { get; } = [];

    public List<DuplicateSample> DocumentSamples { get; } = [];

    public List<DuplicateSample> PartSamples { get; } = [];

    public DeduplicationCounts Counts { get; } = new();
}

/// <summary>A document that stays.</summary>
internal readonly record struct KeptDocument(int RecordBytes, int IdBytes, int SketchBytes, DocumentEntry Entry);

/// <summary>A document that went for another.</summary>
/// <param name="Kept">The number of the one that stays.</param>
/// <param name="Document">Its own number.</param>
internal readonly record struct ClusterMember(int Kept, int Document) : IComparable<ClusterMember>
{
    /// <summary>By the one that stays, then by its own number.</summary>
    public int CompareTo(ClusterMember other) => Kept != other.Kept ? Kept.CompareTo(other.Kept) : Document.CompareTo(other.Document);
}
