using System.Buffers;
using System.Text;

namespace Sinter.Data.Parquet;

/// <summary>Writes Thrift's compact protocol into memory: structures of fields with rising numbers.</summary>
internal sealed class ThriftWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Stack<short> _outer = new();
    private short _last;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    /// <summary>Writes a boolean field.</summary>
    public void Boolean(short id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    /// <summary>Writes a field of 16 bits.</summary>
    public void Int16(short id, short value)
    {
        Header(id, ThriftType.Int16);
        ZigZag(value);
    }

    /// <summary>Writes a field of 32 bits.</summary>
    public void Int32(short id, int value)
    {
        Header(id, ThriftType.Int32);
        ZigZag(value);
    }

    /// <summary>Writes a field of 64 bits.</summary>
    public void Int64(short id, long value)
    {
        Header(id, ThriftType.Int64);
        ZigZag(value);
    }

    /// <summary>Writes a field of bytes.</summary>
    public void Binary(short id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        BinaryElement(value);
    }

    /// <summary>Writes a text field.</summary>
    public void String(short id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    /// <summary>Begins a structure as a field.</summary>
    public void BeginStruct(short id)
    {
        Header(id, ThriftType.Struct);
        BeginElement();
    }

    /// <summary>Begins a structure as the element of a list, or as the outermost one.</summary>
    public void BeginElement()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>Ends a structure.</summary>
    public void EndStruct()
    {
        Raw(0);
        _last = _outer.Pop();
    }

    /// <summary>Writes a field that is a structure without fields, as the members of unions are.</summary>
    public void EmptyStruct(short id)
    {
        BeginStruct(id);
        EndStruct();
    }

    /// <summary>Begins a list as a field; its elements follow.</summary>
    public void BeginList(short id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        if (count < 15)
        {
            Raw((byte)((count << 4) | (int)element));
        }
        else
        {
            Raw((byte)(0xF0 | (int)element));
            Varint((uint)count);
        }
    }

    /// <summary>Writes a number as an element of a list.</summary>
    public void NumberElement(long value) => ZigZag(value);

    /// <summary>Writes a boolean as an element of a list.</summary>
    public void BooleanElement(bool value) => Raw((byte)(value ? ThriftType.True : ThriftType.False));

    /// <summary>Writes bytes as an element of a list.</summary>
    public void BinaryElement(ReadOnlySpan<byte> value)
    {
        Varint((uint)value.Length);
        _output.Write(value);
    }

    private void Header(short id, ThriftType type)
    {
        var step = id - _last;
        if (step is > 0 and < 16)
        {
            Raw((byte)((step << 4) | (int)type));
        }
        else
        {
            Raw((byte)type);
            ZigZag(id);
        }

        _last = id;
    }

    private void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Raw((byte)(value | 0x80));
        }

        Raw((byte)value);
    }

    private void Raw(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }
}
