using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Writes the fields of one protobuf message, one after another.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Message => _message.WrittenSpan;

    /// <summary>Writes a whole number; a negative one as protobuf does, in ten bytes.</summary>
    public ProtobufWriter Integer(int field, long value)
    {
        Varint(Tag(field, VarintType));
        Varint((ulong)value);
        return this;
    }

    /// <summary>Writes a truth value.</summary>
    public ProtobufWriter Flag(int field, bool value) => Integer(field, value ? 1 : 0);

    /// <summary>Writes a number of 32 bits.</summary>
    public ProtobufWriter Float(int field, float value)
    {
        Varint(Tag(field, Fixed32Type));
        BinaryPrimitives.WriteSingleLittleEndian(_message.GetSpan(sizeof(float)), value);
        _message.Advance(sizeof(float));
        return this;
    }

    /// <summary>Writes a text as UTF-8.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes or a message.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(Tag(field, BytesType));
        Varint((ulong)value.Length);
        _message.Write(value);
        return this;
    }

    private static ulong Tag(int field, int wireType) => ((ulong)field << 3) | (uint)wireType;

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _message.Write([(byte)(value | 0x80)]);
        }

        _message.Write([(byte)value]);
    }
}
