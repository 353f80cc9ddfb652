using System.Buffers.Binary;
using Sinter.Data.Parquet;

namespace Sinter.Data.Tests.Parquet;

/// <summary>Puts files together by hand that no writer at hand writes: one column, its schema element by element, its pages byte by byte.</summary>
internal sealed class HandMadeFile
{
    private readonly MemoryStream _pages;
    private readonly List<(string Name, int? Type, int Repetition, int Children, int? Converted, int Length)> _elements = [];

    private HandMadeFile() => _pages = Writable();

    public int Codec { get; init; }

    public long Rows { get; set; } = 1;

    public long Values { get; set; } = 1;

    public int PhysicalType { get; set; }

    /// <summary>A file whose schema elements follow the root.</summary>
    public static HandMadeFile Of(int codec, params (string Name, int? Type, int Repetition, int Children, int? Converted, int Length)[] elements)
    {
        var file = new HandMadeFile { Codec = codec };
        file._elements.AddRange(elements);
        file.PhysicalType = elements[^1].Type!.Value;
        return file;
    }

    public HandMadeFile DictionaryPage(int values, byte[] body) => Page(2, values, 0, body, body.Length, 3);

    public HandMadeFile DataPage(int values, int encoding, byte[] body, int? uncompressed = null, int levels = 3, int? crc = null) =>
        Page(0, values, encoding, body, uncompressed ?? body.Length, levels, crc);

    public byte[] ToBytes()
    {
        var footer = new ThriftWriter();
        footer.BeginElement();
        footer.Int32(1, 1);
        footer.BeginList(2, ThriftType.Struct, _elements.Count + 1);
        WriteElement(footer, ("root", null, 0, 1, null, 0));
        foreach (var element in _elements)
        {
            WriteElement(footer, element);
        }

        footer.Int64(3, Rows);
        footer.BeginList(4, ThriftType.Struct, 1);
        footer.BeginElement();
        footer.BeginList(1, ThriftType.Struct, 1);
        footer.BeginElement();
        footer.BeginStruct(3);
        footer.Int32(1, PhysicalType);
        footer.Int32(4, Codec);
        footer.Int64(5, Values);
        footer.Int64(6, _pages.Length);
        footer.Int64(7, _pages.Length - 4);
        footer.Int64(9, 4);
        footer.EndStruct();
        footer.EndStruct();
        footer.Int64(3, Rows);
        footer.EndStruct();
        footer.EndStruct();
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Written.Length);
        return [.. _pages.ToArray(), .. footer.Written, .. length, .. "PAR1"u8];
    }

    private HandMadeFile Page(int kind, int values, int encoding, byte[] body, int uncompressed, int levels, int? crc = null)
    {
        var header = new ThriftWriter();
        header.BeginElement();
        header.Int32(1, kind);
        header.Int32(2, uncompressed);
        header.Int32(3, body.Length);
        if (crc is { } sum)
        {
            header.Int32(4, sum);
        }

        header.BeginStruct((short)(kind == 2 ? 7 : 5));
        header.Int32(1, values);
        header.Int32(2, encoding);
        if (kind == 0)
        {
            header.Int32(3, levels);
            header.Int32(4, levels);
        }

        header.EndStruct();
        header.EndStruct();
        _pages.Write(header.Written);
        _pages.Write(body);
        return this;
    }

    private static void WriteElement(ThriftWriter writer, (string Name, int? Type, int Repetition, int Children, int? Converted, int Length) element)
    {
        writer.BeginElement();
        if (element.Type is { } type)
        {
            writer.Int32(1, type);
        }

        if (element.Length > 0)
        {
            writer.Int32(2, element.Length);
        }

        writer.Int32(3, element.Repetition);
        writer.String(4, element.Name);
        if (element.Children > 0)
        {
            writer.Int32(5, element.Children);
        }

        if (element.Converted is { } converted)
        {
            writer.Int32(6, converted);
        }

        writer.EndStruct();
    }

    private static MemoryStream Writable()
    {
        var stream = new MemoryStream();
        stream.Write("PAR1"u8);
        return stream;
    }
}
