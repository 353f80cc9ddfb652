using System.Buffers.Binary;
using System.Numerics;

namespace Sinter.Data.Parquet;

/// <summary>Decodes the pages of one column chunk: checksum, compression, levels, values.</summary>
internal static class PageReader
{
    /// <summary>The size that a page may have, before and after compression.</summary>
    public const int MaximumPageBytes = 1 << 28;

    /// <summary>How many values a page may have.</summary>
    public const int MaximumPageValues = 1 << 24;

    /// <summary>Decodes a page of a dictionary.</summary>
    public static ColumnValues DecodeDictionary(ParquetField field, ParquetCodec codec, PageHeader header, byte[] body)
    {
        CheckCrc(header, body);
        var page = codec == ParquetCodec.None ? CheckSize(body, header) : PageCodec.Decompress(codec, body, header.UncompressedBytes);
        return header.Content.Encoding is ParquetEncoding.Plain or ParquetEncoding.PlainDictionary
            ? PlainReader.Decode(field, page, 0, header.Content.Values, header.Content.Values)
            : throw new InvalidDataException($"A dictionary has the encoding {header.Content.Encoding}; expected plain values.");
    }

    /// <summary>Decodes a page of data.</summary>
    public static PageData DecodeData(ParquetField field, ParquetCodec codec, PageHeader header, byte[] body, ColumnValues? dictionary)
    {
        CheckCrc(header, body);
        var content = header.Content;
        byte[]? repetition = null;
        byte[]? definition = null;
        byte[] page;
        var position = 0;
        if (header.Kind == PageKind.DataV2)
        {
            var levels = (long)content.RepetitionBytes + content.DefinitionBytes;
            if (content.RepetitionBytes < 0 || content.DefinitionBytes < 0 || levels > body.Length || levels > header.UncompressedBytes)
            {
                throw new InvalidDataException($"A page of {body.Length} bytes is said to begin with levels of {content.RepetitionBytes} and {content.DefinitionBytes} bytes.");
            }

            repetition = field.MaximumRepetition == 0 ? null : DecodeLevels(body.AsSpan(0, content.RepetitionBytes), field.MaximumRepetition, content.Values);
            definition = field.MaximumDefinition == 0 ? null : DecodeLevels(body.AsSpan(content.RepetitionBytes, content.DefinitionBytes), field.MaximumDefinition, content.Values);
            var values = body.AsMemory((int)levels);
            page = codec == ParquetCodec.None || !content.IsCompressed ? values.ToArray() : PageCodec.Decompress(codec, values, header.UncompressedBytes - (int)levels);
        }
        else
        {
            page = codec == ParquetCodec.None ? CheckSize(body, header) : PageCodec.Decompress(codec, body, header.UncompressedBytes);
            repetition = ReadLevels(page, ref position, content.RepetitionEncoding, field.MaximumRepetition, content.Values);
            definition = ReadLevels(page, ref position, content.DefinitionEncoding, field.MaximumDefinition, content.Values);
        }

        var present = definition is null ? content.Values : definition.AsSpan().Count((byte)field.MaximumDefinition);
        var decoded = DecodeValues(field, content.Encoding, page, position, present, content.Values, dictionary);
        if (present < content.Values)
        {
            decoded.Spread(definition, (byte)field.MaximumDefinition, present);
        }

        return new PageData { Slots = content.Values, Definition = present < content.Values ? definition : null, Repetition = repetition, Values = decoded };
    }

    private static ColumnValues DecodeValues(ParquetField field, ParquetEncoding encoding, byte[] page, int start, int count, int size, ColumnValues? dictionary)
    {
        if (count == 0)
        {
            // Nothing is there, and some writers then write nothing at all, or name any encoding.
            return Empty(field, size);
        }

        var source = page.AsSpan(start);
        var type = field.PhysicalType!.Value;
        var position = 0;
        switch (encoding)
        {
            case ParquetEncoding.Plain:
                return PlainReader.Decode(field, page, start, count, size);
            case ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary:
                if (dictionary is null || source.IsEmpty || source[0] > 32)
                {
                    throw new InvalidDataException(dictionary is null ? "A page needs a dictionary and there is none before it." : "A page of indices breaks off.");
                }

                var indices = GC.AllocateUninitializedArray<int>(count);
                RleHybrid.Decode<int>(source[1..], source[0], indices);
                return dictionary.Gather(indices, size);
            case ParquetEncoding.Rle when type == ParquetPhysicalType.Boolean:
                var bits = new long[size];
                RleHybrid.Decode<long>(source.Length < 4 ? throw PlainReader.Ended() : source[4..], 1, bits.AsSpan(0, count));
                return new ColumnValues { Longs = bits };
            case ParquetEncoding.DeltaBinaryPacked when type is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64:
                var longs = DeltaReader.DecodeNumbers(source, count, size, type == ParquetPhysicalType.Int32, ref position);
                if (PlainReader.IsUnsigned32(field))
                {
                    foreach (ref var value in longs.AsSpan(0, count))
                    {
                        value &= uint.MaxValue;
                    }
                }

                return new ColumnValues { Longs = longs };
            case ParquetEncoding.DeltaLengthByteArray when type == ParquetPhysicalType.ByteArray:
                return DeltaReader.DecodeLengths(page, start, count, size);
            case ParquetEncoding.DeltaByteArray when type == ParquetPhysicalType.ByteArray:
                return DeltaReader.DecodePrefixes(page, start, count, size);
            case ParquetEncoding.DeltaByteArray when type == ParquetPhysicalType.FixedLengthByteArray:
                var values = DeltaReader.DecodePrefixes(page, start, count, size);
                return values.Lengths.AsSpan(0, count).ContainsAnyExcept(field.TypeLength)
                    ? throw new InvalidDataException($"A value has not the {field.TypeLength} bytes that all values of its column have.")
                    : values;
            case ParquetEncoding.ByteStreamSplit when type != ParquetPhysicalType.ByteArray:
                return PlainReader.Decode(field, ByteStreamSplitReader.Join(source, PlainReader.WidthOf(field), count), 0, count, size);
            default:
                throw new InvalidDataException($"A page of {type} has the encoding {encoding}, which is not read.");
        }
    }

    private static ColumnValues Empty(ParquetField field, int size) => field.PhysicalType switch
    {
        ParquetPhysicalType.Float or ParquetPhysicalType.Double => new ColumnValues { Doubles = new double[size] },
        ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray => new ColumnValues { Starts = new int[size], Lengths = new int[size] },
        _ => new ColumnValues { Longs = new long[size] },
    };

    /// <summary>Levels at the start of a page of version 1.</summary>
    private static byte[]? ReadLevels(ReadOnlySpan<byte> page, ref int position, ParquetEncoding encoding, int maximum, int count)
    {
        if (maximum == 0)
        {
            return null;
        }

        if (encoding == ParquetEncoding.BitPacked)
        {
            var packed = page[position..];
            var width = BitOperations.Log2((uint)maximum) + 1;
            var bytes = BitPacking.ByteCount(count, width);
            position = bytes <= packed.Length ? position + (int)bytes : throw PlainReader.Ended();
            return CheckLevels(UnpackHighFirst(packed, width, count), maximum);
        }

        if (encoding != ParquetEncoding.Rle || page.Length - position < 4)
        {
            throw new InvalidDataException(encoding == ParquetEncoding.Rle ? "A page ends before its levels do." : $"Levels have the encoding {encoding}, which is not read.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(page[position..]);
        position += 4;
        if (length > page.Length - position)
        {
            throw PlainReader.Ended();
        }

        position += (int)length;
        return DecodeLevels(page.Slice(position - (int)length, (int)length), maximum, count);
    }

    private static byte[] DecodeLevels(ReadOnlySpan<byte> source, int maximum, int count)
    {
        var levels = GC.AllocateUninitializedArray<byte>(count);
        RleHybrid.Decode<byte>(source, BitOperations.Log2((uint)maximum) + 1, levels);
        return CheckLevels(levels, maximum);
    }

    private static byte[] CheckLevels(byte[] levels, int maximum) =>
        levels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)maximum) ? throw new InvalidDataException($"A page has a level above {maximum}.") : levels;

    /// <summary>The oldest way to write levels: bit-packed with the highest bit first.</summary>
    private static byte[] UnpackHighFirst(ReadOnlySpan<byte> source, int width, int count)
    {
        var levels = new byte[count];
        var bit = 0L;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < width; j++, bit++)
            {
                levels[i] = (byte)((levels[i] << 1) | ((source[(int)(bit >> 3)] >> (7 - (int)(bit & 7))) & 1));
            }
        }

        return levels;
    }

    private static void CheckCrc(PageHeader header, byte[] body)
    {
        if (header.Crc is { } expected && Crc32.Of(body) is var found && found != expected)
        {
            throw new InvalidDataException($"The checksum of a page is {found:x8}; expected {expected:x8}.");
        }
    }

    private static byte[] CheckSize(byte[] body, PageHeader header) =>
        body.Length == header.UncompressedBytes ? body : throw new InvalidDataException($"A page that is not compressed has {body.Length} bytes and is said to have {header.UncompressedBytes}.");
}
