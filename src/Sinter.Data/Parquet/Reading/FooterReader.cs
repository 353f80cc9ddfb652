using System.Buffers.Binary;

namespace Sinter.Data.Parquet;

/// <summary>Finds the footer of a file and reads it: schema, row groups and where their columns lie. Every number is checked before it is believed.</summary>
internal static class FooterReader
{
    private const int MaximumFooterBytes = 128 << 20;
    private const int TrailerBytes = 8;

    // More than any file has; no sum of it can overflow.
    private const long MaximumRows = 1L << 48;

    public static FileMetadata Read(Stream stream)
    {
        var length = stream.Length;
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        if (length < 4 + TrailerBytes)
        {
            throw new InvalidDataException($"This is no Parquet file: it has {length} bytes, and the least one has 12.");
        }

        stream.Position = length - TrailerBytes;
        stream.ReadExactly(trailer);
        var magic = trailer[4..];
        if (!magic.SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException(magic.SequenceEqual("PARE"u8)
                ? "The footer of this Parquet file is encrypted, which is not read."
                : "This is no Parquet file, or one that breaks off: it does not end with PAR1.");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (size > MaximumFooterBytes || size > length - TrailerBytes - 4)
        {
            throw new InvalidDataException($"The footer is said to have {size} bytes, which the file does not hold or which is over {MaximumFooterBytes}.");
        }

        var footer = new byte[size];
        var start = length - TrailerBytes - size;
        stream.Position = start;
        stream.ReadExactly(footer);
        return Parse(footer, start);
    }

    private static FileMetadata Parse(ReadOnlySpan<byte> footer, long footerStart)
    {
        var reader = new ThriftReader(footer);
        ParquetSchema? schema = null;
        var rows = 0L;
        var groups = new List<ParquetRowGroup>();
        var keyValues = new List<KeyValuePair<string, string>>();
        var createdBy = "";
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 2: schema = SchemaReader.Read(ref reader, type); break;
                case 3: rows = reader.ReadInt64(type); break;
                case 4: ReadRowGroups(ref reader, type, schema, footerStart, groups); break;
                case 5: ReadKeyValues(ref reader, type, keyValues); break;
                case 6: createdBy = reader.ReadString(type); break;
                case 8: throw new InvalidDataException("This Parquet file is encrypted, which is not read.");
                default: reader.Skip(type); break;
            }
        }

        var sum = groups.Sum(group => group.Rows);
        if (schema is null || sum != rows)
        {
            throw new InvalidDataException(schema is null ? "The footer has no schema." : $"The footer counts {rows} rows, its row groups {sum}.");
        }

        return new FileMetadata(schema, rows, groups, keyValues, createdBy);
    }

    private static void ReadRowGroups(ref ThriftReader reader, ThriftType type, ParquetSchema? schema, long footerStart, List<ParquetRowGroup> groups)
    {
        if (schema is null)
        {
            throw new InvalidDataException("The footer has row groups before its schema.");
        }

        for (var left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            groups.Add(ReadRowGroup(ref reader, schema, footerStart, groups is [.., var last] ? last.FirstRow + last.Rows : 0));
        }
    }

    private static ParquetRowGroup ReadRowGroup(ref ThriftReader reader, ParquetSchema schema, long footerStart, long firstRow)
    {
        var columns = new List<ParquetColumnChunk>();
        var rows = -1L;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    for (var left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
                    {
                        columns.Add(columns.Count < schema.Leaves.Count
                            ? ReadColumn(ref reader, schema.Leaves[columns.Count], footerStart)
                            : throw new InvalidDataException($"A row group has more columns than the {schema.Leaves.Count} of the schema."));
                    }

                    break;
                case 3: rows = reader.ReadInt64(type); break;
                default: reader.Skip(type); break;
            }
        }

        if (columns.Count != schema.Leaves.Count || rows is < 0 or > MaximumRows || firstRow > MaximumRows - rows)
        {
            throw new InvalidDataException($"A row group has {columns.Count} columns and {rows} rows where the schema has {schema.Leaves.Count} columns.");
        }

        return new ParquetRowGroup(firstRow, rows, columns);
    }

    private static ParquetColumnChunk ReadColumn(ref ThriftReader reader, ParquetField leaf, long footerStart)
    {
        ParquetColumnChunk? chunk = null;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    // The name of a file; some writers leave it empty.
                    if (!reader.ReadBinary(type).IsEmpty)
                    {
                        throw new InvalidDataException($"The column '{leaf.Path}' lies in another file, which is not read.");
                    }

                    break;
                case 3:
                    ThriftReader.Expect(type, ThriftType.Struct);
                    chunk = ReadColumnMetadata(ref reader, leaf, footerStart);
                    break;
                case 8: throw new InvalidDataException($"The column '{leaf.Path}' is encrypted, which is not read.");
                default: reader.Skip(type); break;
            }
        }

        return chunk ?? throw new InvalidDataException($"The column '{leaf.Path}' of a row group is not described.");
    }

    private static ParquetColumnChunk ReadColumnMetadata(ref ThriftReader reader, ParquetField leaf, long footerStart)
    {
        var physical = -1;
        var codec = -1;
        long values = -1, uncompressed = -1, compressed = -1, dataStart = -1, dictionaryStart = -1;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1: physical = reader.ReadInt32(type); break;
                case 4: codec = reader.ReadInt32(type); break;
                case 5: values = reader.ReadInt64(type); break;
                case 6: uncompressed = reader.ReadInt64(type); break;
                case 7: compressed = reader.ReadInt64(type); break;
                case 9: dataStart = reader.ReadInt64(type); break;
                case 11: dictionaryStart = reader.ReadInt64(type); break;
                default: reader.Skip(type); break;
            }
        }

        // Some writers give 0 where there is no dictionary.
        var start = dictionaryStart >= 4 && dictionaryStart < dataStart ? dictionaryStart : dataStart;
        if (physical != (int)leaf.PhysicalType! || codec is < 0 or > (int)ParquetCodec.Lz4Raw || values < 0 || uncompressed < 0)
        {
            throw new InvalidDataException($"The column '{leaf.Path}' of a row group is described wrongly: type {physical}, codec {codec}, {values} values, {uncompressed} bytes.");
        }

        if (compressed < 0 || start < 4 || start > footerStart || compressed > footerStart - start)
        {
            throw new InvalidDataException($"The column '{leaf.Path}' of a row group is said to lie at byte {start} with {compressed} bytes, which the file does not hold.");
        }

        return new ParquetColumnChunk { Codec = (ParquetCodec)codec, Values = values, CompressedBytes = compressed, UncompressedBytes = uncompressed, Start = start };
    }

    private static void ReadKeyValues(ref ThriftReader reader, ThriftType list, List<KeyValuePair<string, string>> pairs)
    {
        for (var left = reader.ReadList(list, ThriftType.Struct); left > 0; left--)
        {
            var key = "";
            var value = "";
            short id = 0;
            while (reader.ReadField(ref id, out var type))
            {
                switch (id)
                {
                    case 1: key = reader.ReadString(type); break;
                    case 2: value = reader.ReadString(type); break;
                    default: reader.Skip(type); break;
                }
            }

            pairs.Add(new(key, value));
        }
    }
}
