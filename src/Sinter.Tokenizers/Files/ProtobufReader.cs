using System.Buffers.Binary;

namespace Sinter.Tokenizers.Files;

/// <summary>Walks the fields of one protobuf message: <see cref="Next"/>, then the reading method that fits. A field that is not read is passed over.</summary>
internal ref struct ProtobufReader(string file, ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private ReadOnlySpan<byte> _payload;
    private ulong _number;
    private WireType _wireType;

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
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _wireType = (WireType)(tag & 7);
        switch (_wireType)
        {
            case WireType.Varint:
                _number = Varint();
                break;
            case WireType.Fixed64:
                _payload = Take(8);
                break;
            case WireType.Bytes:
                _payload = Take(Varint());
                break;
            case WireType.Fixed32:
                _payload = Take(4);
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    /// <summary>The field as bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes() => _wireType == WireType.Bytes ? _payload : throw Damaged();

    /// <summary>The field as a message.</summary>
    public readonly ProtobufReader Message() => new(file, Bytes());

    /// <summary>The field as a whole number.</summary>
    public readonly long Integer() => _wireType == WireType.Varint ? (long)_number : throw Damaged();

    /// <summary>The field as a number of 32 bits.</summary>
    public readonly float Float() => _wireType == WireType.Fixed32 ? BinaryPrimitives.ReadSingleLittleEndian(_payload) : throw Damaged();

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
        if (count > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private readonly InvalidDataException Damaged() =>
        new($"'{file}' is no SentencePiece model, or is cut short or damaged.");
}
