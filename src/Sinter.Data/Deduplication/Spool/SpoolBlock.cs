using System.Buffers;
using System.Buffers.Binary;
using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>A block of input, decoded and sketched, as it goes to the spool.</summary>
internal sealed class SpoolBlock
{
    public required int Source { get; init; }

    public required long InputBytes { get; init; }

    public ArrayBufferWriter<byte> Records { get; } = new(1 << 16);

    public ArrayBufferWriter<byte> Ids { get; } = new();

    /// <summary>Each sketch behind its length in 4 bytes.</summary>
    public ArrayBufferWriter<byte> Sketches { get; } = new();

    public List<SpoolDocument> Documents { get; } = [];

    public ArrayBufferWriter<byte> Broken { get; } = new();

    public long BrokenRecords { get; set; }

    public PassedOverCounts PassedOver { get; } = new();

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
