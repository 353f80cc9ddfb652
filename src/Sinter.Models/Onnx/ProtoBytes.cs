using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sinter.Models.Onnx;

/// <summary>Writes a message of protocol buffers, field by field; a message inside another is written first and then put in.</summary>
internal sealed class ProtoBytes
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Bytes written so far.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Bytes that a number takes.</summary>
    public static int VarintLength(ulong value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            length++;
        }

        return length;
    }

    /// <summary>Writes a whole number.</summary>
    public ProtoBytes Number(int field, long value)
    {
        WriteVarint(((ulong)field << 3) | Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>Writes a number in single precision.</summary>
    public ProtoBytes Float(int field, float value)
    {
        WriteVarint(((ulong)field << 3) | Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public ProtoBytes Text(int field, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Head(field, utf8.Length);
        _bytes.Write(utf8);
        return this;
    }

    /// <summary>Writes a message.</summary>
    public ProtoBytes Message(int field, ProtoBytes message)
    {
        Head(field, message.Length);
        _bytes.Write(message._bytes.WrittenSpan);
        return this;
    }

    /// <summary>Writes the head of a field whose bytes follow from elsewhere.</summary>
    public ProtoBytes Head(int field, long length)
    {
        WriteVarint(((ulong)field << 3) | LengthDelimited);
        WriteVarint((ulong)length);
        return this;
    }

    /// <summary>Writes what there is to a stream.</summary>
    public void WriteTo(Stream stream) => stream.Write(_bytes.WrittenSpan);

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            WriteByte((byte)(value | 0x80));
        }

        WriteByte((byte)value);
    }

    private void WriteByte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
