using System.Buffers.Binary;

namespace Sinter.Tokenizers.Files;

/// <summary>Walks the fields of one protobuf message: <see cref="Next"/>, then the reading method that fits. A field that is not read is passed over.</summary>
internal ref struct ProtobufReader(string file, ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;
    private ReadOnlySpan<byte> payload;
    private ulong number;
    private WireType wireType;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool Next()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        wireType = (WireType)(tag & 7);
        switch (wireType)
        {
            case WireType.Varint:
                number = Varint();
                break;
            case WireType.Fixed64:
                payload = Take(8);
                break;
            case WireType.Bytes:
                payload = Take(Varint());
                break;
            case WireType.Fixed32:
                payload = Take(4);
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    /// <summary>The field as bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes() => wireType == WireType.Bytes ? payload : throw Damaged();

    /// <summary>The field as a message.</summary>
    public readonly ProtobufReader Message() => new(file, Bytes());

    /// <summary>The field as a whole number.</summary>
    public readonly long Integer() => wireType == WireType.Varint ? (long)number : throw Damaged();

    /// <summary>The field as a number of 32 bits.</summary>
    public readonly float Float() => wireType == WireType.Fixed32 ? BinaryPrimitives.ReadSingleLittleEndian(payload) : throw Damaged();

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw Damaged();
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private readonly InvalidDataException Damaged() =>
        new($"'{file}' is no SentencePiece model, or is cut short or damaged.");
}
