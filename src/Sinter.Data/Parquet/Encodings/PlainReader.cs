using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Data.Parquet;

/// <summary>Decodes values that are written plainly, one after another. Arrays may be made longer than the count, for values that are spread out later.</summary>
internal static class PlainReader
{
    private const long JulianDayOfEpoch = 2_440_588;
    private const long MicrosecondsOfDay = 86_400_000_000;

    /// <summary>Decodes <paramref name="count"/> values from <paramref name="start"/> on into arrays of <paramref name="size"/>.</summary>
    public static ColumnValues Decode(ParquetField field, byte[] page, int start, int count, int size)
    {
        var type = field.PhysicalType!.Value;
        if (type == ParquetPhysicalType.ByteArray)
        {
            return DecodeByteArrays(page, start, count, size);
        }

        var source = page.AsSpan(start);
        var width = WidthOf(field);
        var needed = width == 0 ? BitPacking.ByteCount(count, 1) : (long)count * width;
        if (needed > source.Length)
        {
            throw Ended();
        }

        return type == ParquetPhysicalType.FixedLengthByteArray
            ? FixedLengths(page, start, width, count, size)
            : DecodeNumbers(field, source, count, size);
    }

    /// <summary>The bytes of a plain value, 0 for truth values, which have a bit.</summary>
    public static int WidthOf(ParquetField field) => field.PhysicalType switch
    {
        ParquetPhysicalType.Int32 or ParquetPhysicalType.Float => 4,
        ParquetPhysicalType.Int64 or ParquetPhysicalType.Double => 8,
        ParquetPhysicalType.Boolean => 0,
        _ => field.TypeLength,
    };

    /// <summary>Values of one length that lie one after another.</summary>
    public static ColumnValues FixedLengths(byte[] page, int start, int width, int count, int size)
    {
        var starts = GC.AllocateUninitializedArray<int>(size);
        var lengths = GC.AllocateUninitializedArray<int>(size);
        for (var i = 0; i < count; i++)
        {
            starts[i] = start + (i * width);
            lengths[i] = width;
        }

        return new ColumnValues { Bytes = page, Starts = starts, Lengths = lengths };
    }

    /// <summary>Whether whole numbers of 32 bits are to be taken as unsigned.</summary>
    public static bool IsUnsigned32(ParquetField field) => field is { PhysicalType: ParquetPhysicalType.Int32, LogicalType: { Kind: ParquetLogicalKind.Integer, IsUnsigned: true } };

    public static ulong ReadVarint(ReadOnlySpan<byte> source, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && position < source.Length; shift += 7)
        {
            var next = source[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Ended();
    }

    public static InvalidDataException Ended() => new("A page ends before its values do.");

    private static ColumnValues DecodeByteArrays(byte[] page, int start, int count, int size)
    {
        // Each value has its length of 4 bytes at least, which bounds the arrays.
        if ((long)count * 4 > page.Length - start)
        {
            throw Ended();
        }

        var starts = GC.AllocateUninitializedArray<int>(size);
        var lengths = GC.AllocateUninitializedArray<int>(size);
        var position = start;
        for (var i = 0; i < count; i++)
        {
            if (page.Length - position < 4)
            {
                throw Ended();
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(position));
            position += 4;
            if ((uint)length > (uint)(page.Length - position))
            {
                throw Ended();
            }

            starts[i] = position;
            lengths[i] = length;
            position += length;
        }

        return new ColumnValues { Bytes = page, Starts = starts, Lengths = lengths };
    }

    private static ColumnValues DecodeNumbers(ParquetField field, ReadOnlySpan<byte> source, int count, int size)
    {
        if (field.PhysicalType is ParquetPhysicalType.Float or ParquetPhysicalType.Double)
        {
            var doubles = new double[size];
            for (var i = 0; i < count; i++)
            {
                doubles[i] = field.PhysicalType == ParquetPhysicalType.Float
                    ? BinaryPrimitives.ReadSingleLittleEndian(source[(i * 4)..])
                    : BinaryPrimitives.ReadDoubleLittleEndian(source[(i * 8)..]);
            }

            return new ColumnValues { Doubles = doubles };
        }

        var longs = new long[size];
        switch (field.PhysicalType)
        {
            case ParquetPhysicalType.Boolean:
                BitPacking.Unpack(source, 1, longs.AsSpan(0, count));
                break;
            case ParquetPhysicalType.Int32:
                var mask = IsUnsigned32(field) ? uint.MaxValue : -1L;
                for (var i = 0; i < count; i++)
                {
                    longs[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(i * 4)..]) & mask;
                }

                break;
            case ParquetPhysicalType.Int64:
                MemoryMarshal.Cast<byte, long>(source)[..count].CopyTo(longs);
                break;
            default:
                for (var i = 0; i < count; i++)
                {
                    longs[i] = ReadInt96(source.Slice(i * 12, 12));
                }

                break;
        }

        return new ColumnValues { Longs = longs };
    }

    /// <summary>The nanoseconds of a day and its Julian number, as microseconds since 1970: all of them fit, and databases hold no more.</summary>
    private static long ReadInt96(ReadOnlySpan<byte> value) => unchecked(
        ((BinaryPrimitives.ReadUInt32LittleEndian(value[8..]) - JulianDayOfEpoch) * MicrosecondsOfDay) + (BinaryPrimitives.ReadInt64LittleEndian(value) / 1000));
}
