using System.Buffers;
using System.Buffers.Binary;
using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>A block of input, decoded and sketched, as it goes to the spool.</summary>
internal sealed class SpoolBlock(Buffers buffers)
{
    public required int Source { get; init; }

    public required long InputBytes { get; init; }

    public ArrayBufferWriter<byte> Records { get; } = buffers.Take();

    public ArrayBufferWriter<byte> Ids { get; } = buffers.Take();

    /// <summary>Each sketch behind its length in 4 bytes.</summary>
    public ArrayBufferWriter<byte> Sketches { get; } = buffers.Take();

    public List<SpoolDocument> Documents { get; } = [];

    public ArrayBufferWriter<byte> Broken { get; } = new();

    public long BrokenRecords { get; set; }

    public PassedOverCounts PassedOver { get; } = new();

    /// <summary>Gives the buffers back when the block was written.</summary>
    public void Release()
    {
        buffers.Return(Records);
        buffers.Return(Ids);
        buffers.Return(Sketches);
    }

    /// <summary>Appends a sketch and its length in front of it.</summary>
    public static void Append(ArrayBufferWriter<byte> sketches, ReadOnlySpan<byte> sketch)
    {
        BinaryPrimitives.WriteInt32LittleEndian(sketches.GetSpan(sizeof(int)), sketch.Length);
        sketches.Advance(sizeof(int));
        sketches.Write(sketch);
    }
}

/// <summary>A document of a block.</summary>
internal readonly record struct SpoolDocument(int RecordBytes, int IdBytes, ulong Rank, int TextBytes, string Source, bool IsPlain);
