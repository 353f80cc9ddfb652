namespace Sinter.Data.Parquet;

/// <summary>Writes what stands behind the pages: the page index and the footer.</summary>
internal static class FooterWriter
{
    private const string CreatedBy = "sinter version 0.1.0";

    /// <summary>The two parts of the page index of a chunk; the first is null where a page's range cannot be said, which readers may not guess at.</summary>
    public static (ThriftWriter? ColumnIndex, ThriftWriter OffsetIndex) PageIndex(WrittenChunk chunk)
    {
        var offsets = new ThriftWriter();
        offsets.BeginElement();
        offsets.BeginList(1, ThriftType.Struct, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            offsets.BeginElement();
            offsets.Int64(1, page.Offset);
            offsets.Int32(2, page.Bytes);
            offsets.Int64(3, page.FirstRow);
            offsets.EndStruct();
        }

        offsets.EndStruct();
        return (chunk.Pages.Any(page => page.HasValues && page.Range is null) ? null : ColumnIndex(chunk), offsets);
    }

    /// <summary>The footer, without its length.</summary>
    public static ThriftWriter Footer(ParquetSchema schema, IReadOnlyList<(long Rows, IReadOnlyList<WrittenChunk> Chunks)> groups, IReadOnlyList<KeyValuePair<string, string>> keyValues)
    {
        var writer = new ThriftWriter();
        writer.BeginElement();
        writer.Int32(1, 1);
        var fields = new List<ParquetField>();
        Flatten(schema.Root, fields);
        writer.BeginList(2, ThriftType.Struct, fields.Count);
        foreach (var field in fields)
        {
            WriteField(writer, field);
        }

        writer.Int64(3, groups.Sum(group => group.Rows));
        writer.BeginList(4, ThriftType.Struct, groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            WriteRowGroup(writer, i, groups[i].Rows, groups[i].Chunks);
        }

        writer.BeginList(5, ThriftType.Struct, keyValues.Count);
        foreach (var pair in keyValues)
        {
            writer.BeginElement();
            writer.String(1, pair.Key);
            writer.String(2, pair.Value);
            writer.EndStruct();
        }

        writer.String(6, CreatedBy);
        writer.BeginList(7, ThriftType.Struct, schema.Leaves.Count);
        for (var i = 0; i < schema.Leaves.Count; i++)
        {
            // The order that the type defines, without which readers do not trust the statistics.
            writer.BeginElement();
            writer.EmptyStruct(1);
            writer.EndStruct();
        }

        writer.EndStruct();
        return writer;
    }

    private static ThriftWriter ColumnIndex(WrittenChunk chunk)
    {
        var index = new ThriftWriter();
        index.BeginElement();
        index.BeginList(1, ThriftType.True, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            index.BooleanElement(!page.HasValues);
        }

        index.BeginList(2, ThriftType.Binary, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            index.BinaryElement(page.Range?.Least ?? []);
        }

        index.BeginList(3, ThriftType.Binary, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            index.BinaryElement(page.Range?.Greatest ?? []);
        }

        index.Int32(4, chunk.BoundaryOrder);
        index.BeginList(5, ThriftType.Int64, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            index.NumberElement(page.Nulls);
        }

        index.EndStruct();
        return index;
    }

    private static void Flatten(ParquetField field, List<ParquetField> fields)
    {
        fields.Add(field);
        foreach (var child in field.Children)
        {
            Flatten(child, fields);
        }
    }

    private static void WriteField(ThriftWriter writer, ParquetField field)
    {
        writer.BeginElement();
        if (field.PhysicalType is { } type)
        {
            writer.Int32(1, (int)type);
        }

        if (field.Parent is not null)
        {
            writer.Int32(3, (int)field.Repetition);
        }

        writer.String(4, field.Name);
        if (!field.IsLeaf)
        {
            writer.Int32(5, field.Children.Count);
        }

        // The older spelling of the meaning beside the newer one.
        (int Converted, short Member)? meaning = field.LogicalType.Kind switch
        {
            ParquetLogicalKind.String => (0, 1),
            ParquetLogicalKind.List => (3, 3),
            ParquetLogicalKind.Json => (19, 12),
            _ => null,
        };
        if (meaning is var (converted, member))
        {
            writer.Int32(6, converted);
            writer.BeginStruct(10);
            writer.EmptyStruct(member);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteRowGroup(ThriftWriter writer, int ordinal, long rows, IReadOnlyList<WrittenChunk> chunks)
    {
        writer.BeginElement();
        writer.BeginList(1, ThriftType.Struct, chunks.Count);
        foreach (var chunk in chunks)
        {
            WriteChunk(writer, chunk);
        }

        writer.Int64(2, chunks.Sum(chunk => chunk.UncompressedBytes));
        writer.Int64(3, rows);
        writer.Int64(5, chunks[0].DictionaryOffset ?? chunks[0].Pages[0].Offset);
        writer.Int64(6, chunks.Sum(chunk => chunk.CompressedBytes));
        writer.Int16(7, (short)Math.Min(ordinal, short.MaxValue));
        writer.EndStruct();
    }

    private static void WriteChunk(ThriftWriter writer, WrittenChunk chunk)
    {
        writer.BeginElement();
        writer.Int64(2, 0);
        writer.BeginStruct(3);
        writer.Int32(1, (int)chunk.Leaf.PhysicalType!);
        ParquetEncoding[] encodings = chunk.DictionaryOffset is null ? [ParquetEncoding.Plain, ParquetEncoding.Rle] : [ParquetEncoding.Plain, ParquetEncoding.Rle, ParquetEncoding.RleDictionary];
        writer.BeginList(2, ThriftType.Int32, encodings.Length);
        foreach (var encoding in encodings)
        {
            writer.NumberElement((int)encoding);
        }

        var path = PathOf(chunk.Leaf);
        writer.BeginList(3, ThriftType.Binary, path.Count);
        foreach (var name in path)
        {
            writer.BinaryElement(System.Text.Encoding.UTF8.GetBytes(name));
        }

        writer.Int32(4, (int)chunk.Codec);
        writer.Int64(5, chunk.Slots);
        writer.Int64(6, chunk.UncompressedBytes);
        writer.Int64(7, chunk.CompressedBytes);
        writer.Int64(9, chunk.Pages[0].Offset);
        if (chunk.DictionaryOffset is { } dictionary)
        {
            writer.Int64(11, dictionary);
        }

        WriteStatistics(writer, chunk);
        writer.EndStruct();
        WritePlace(writer, 4, chunk.OffsetIndex);
        WritePlace(writer, 6, chunk.ColumnIndex);
        writer.EndStruct();
    }

    private static void WriteStatistics(ThriftWriter writer, WrittenChunk chunk)
    {
        writer.BeginStruct(12);
        writer.Int64(3, chunk.Nulls);
        if (chunk.Range is { } range)
        {
            writer.Binary(5, range.Greatest);
            writer.Binary(6, range.Least);
            writer.Boolean(7, range.IsGreatestExact);
            writer.Boolean(8, range.IsLeastExact);
        }

        writer.EndStruct();
    }

    private static void WritePlace(ThriftWriter writer, short id, (long Offset, int Length) place)
    {
        if (place.Length > 0)
        {
            writer.Int64(id, place.Offset);
            writer.Int32((short)(id + 1), place.Length);
        }
    }

    private static List<string> PathOf(ParquetField leaf)
    {
        var path = new List<string>();
        for (var field = leaf; field.Parent is not null; field = field.Parent)
        {
            path.Insert(0, field.Name);
        }

        return path;
    }
}
