using System.Buffers;
using System.Buffers.Binary;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>What a sketch says of neighbouring windows that have the same anchor.</summary>
/// <param name="Hash">The hash of the anchor.</param>
/// <param name="Windows">How many windows there are; those of the records before stand before them, without a gap.</param>
/// <param name="IsRepeated">Whether an equal anchor stands at more than one place among them.</param>
internal readonly record struct AnchorRecord(ulong Hash, int Windows, bool IsRepeated)
{
    private const int Size = 12;
    private const uint RepeatedBit = 1U << 31;

    /// <summary>All records of a sketch.</summary>
    public static AnchorRecord[] ReadAll(ReadOnlySpan<byte> sketch)
    {
        var records = new AnchorRecord[sketch.Length / Size];
        for (var i = 0; i < records.Length; i++)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(sketch[((i * Size) + sizeof(ulong))..]);
            records[i] = new AnchorRecord(BinaryPrimitives.ReadUInt64LittleEndian(sketch[(i * Size)..]), (int)(bits & ~RepeatedBit), (bits & RepeatedBit) != 0);
        }

        return records;
    }

    /// <summary>Writes it, unless it is of no window.</summary>
    public void Write(IBufferWriter<byte> sketch)
    {
        if (Windows == 0)
        {
            return;
        }

        var bytes = sketch.GetSpan(Size);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Hash);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[sizeof(ulong)..], (uint)Windows | (IsRepeated ? RepeatedBit : 0));
        sketch.Advance(Size);
    }
}
