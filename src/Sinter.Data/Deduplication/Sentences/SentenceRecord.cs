using System.Buffers;
using System.Buffers.Binary;

namespace Sinter.Data.Deduplication.Sentences;

/// <summary>What a sketch says of a window of sentences.</summary>
/// <param name="High">Half of its hash, of 61 bits.</param>
/// <param name="Low">The other half.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct SentenceRecord(ulong High, ulong Low, int Start, int End)
{
    /// <summary>How many bytes it takes.</summary>
    public const int Size = 24;

    private const int LowAt = 8;
    private const int StartAt = 16;
    private const int EndAt = 20;

    /// <summary>Reads the record that a sketch begins with.</summary>
    public static SentenceRecord Read(ReadOnlySpan<byte> sketch) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(sketch),
        BinaryPrimitives.ReadUInt64LittleEndian(sketch[LowAt..]),
        BinaryPrimitives.ReadInt32LittleEndian(sketch[StartAt..]),
        BinaryPrimitives.ReadInt32LittleEndian(sketch[EndAt..]));

    /// <summary>Writes it.</summary>
    public void Write(IBufferWriter<byte> sketch)
    {
        var bytes = sketch.GetSpan(Size);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LowAt..], Low);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[StartAt..], Start);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EndAt..], End);
        sketch.Advance(Size);
    }
}
