using System.Buffers;
using Sinter.Data.Reading;

namespace Sinter.Data.Decontamination;

/// <summary>What became of the records of one block of the input.</summary>
internal sealed class DecontaminationBlock(long inputBytes)
{
    /// <summary>The bytes of the input that it stands for.</summary>
    public long InputBytes { get; } = inputBytes;

    /// <summary>The documents that stay, as lines.</summary>
    public ArrayBufferWriter<byte> Kept { get; } = new();

    /// <summary>How many lines that is.</summary>
    public int KeptLines { get; set; }

    /// <summary>What was taken away, as lines.</summary>
    public ArrayBufferWriter<byte> Removed { get; } = new();

    /// <summary>How many lines that is.</summary>
    public int RemovedLines { get; set; }

    /// <summary>The records that could not be read, as lines.</summary>
    public ArrayBufferWriter<byte> Broken { get; } = new();

    /// <summary>How many lines that is.</summary>
    public int BrokenLines { get; set; }

    /// <summary>The first of those faults.</summary>
    public string? FirstFault { get; set; }

    /// <summary>The records that are not meant to be documents.</summary>
    public PassedOverCounts PassedOver { get; } = new();

    /// <summary>The documents.</summary>
    public long Documents { get; set; }

    /// <summary>The documents of which parts were taken away.</summary>
    public long CutDocuments { get; set; }

    /// <summary>The documents that were taken away.</summary>
    public long RemovedDocuments { get; set; }

    /// <summary>The bytes of UTF-8 of all texts.</summary>
    public long Bytes { get; set; }

    /// <summary>Of those, the ones that were taken away.</summary>
    public long BytesRemoved { get; set; }

    /// <summary>The items that were found, document by document.</summary>
    public List<IReadOnlyList<(int Item, ContaminationEvidence Evidence)>> Findings { get; } = [];

    /// <summary>Documents without any item, to plant some in.</summary>
    public HostDocuments Hosts { get; } = new();
}
