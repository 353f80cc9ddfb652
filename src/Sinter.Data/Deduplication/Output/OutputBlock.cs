using System.Buffers;
using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>What becomes of a batch: lines that stay and lines that go, and what the index is to hold.</summary>
internal sealed class OutputBlock(OutputBatch batch, Buffers buffers)
{
    /// <summary>The bytes of the lines of the batch.</summary>
    public long RecordBytes => batch.RecordBytes;

    /// <summary>The lines that stay, in pieces: those that are as they were lie in the batch.</summary>
    public List<ReadOnlyMemory<byte>> Kept { get; } = [];

    /// <summary>Adds a line that stays; one that lies behind the last is joined to it.</summary>
    public void AddKept(ReadOnlyMemory<byte> line)
    {
        if (Kept.Count > 0 && MemoryMarshal.TryGetArray(Kept[^1], out var last) && MemoryMarshal.TryGetArray(line, out var next) && ReferenceEquals(last.Array, next.Array) && last.Offset + last.Count == next.Offset)
        {
            Kept[^1] = last.Array.AsMemory(last.Offset, last.Count + next.Count);
        }
        else
        {
            Kept.Add(line);
        }
    }

    public ArrayBufferWriter<byte> KeptIds { get; } = buffers.Take();

    /// <summary>Each with its length in front.</summary>
    public ArrayBufferWriter<byte> KeptSketches { get; } = buffers.Take();

    public List<KeptDocument> Documents { get; } = [];

    public ArrayBufferWriter<byte> Removed { get; } = buffers.Take();

    public long RemovedLines { get; set; }

    /// <summary>The documents that went for another, with their numbers among all.</summary>
    public List<ClusterMember> Members { get; } = [];

    public List<DuplicateSample> DocumentSamples { get; } = [];

    public List<DuplicateSample> PartSamples { get; } = [];

    public DeduplicationCounts Counts { get; } = new();

    /// <summary>Gives the memory back when all is written.</summary>
    public void Release()
    {
        batch.Release(buffers);
        buffers.Return(KeptIds);
        buffers.Return(KeptSketches);
        buffers.Return(Removed);
    }
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
