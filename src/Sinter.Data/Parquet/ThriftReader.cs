using System.Text;

namespace Sinter.Data.Parquet;

/// <summary>The types of Thrift's compact protocol, as its field headers number them.</summary>
internal enum ThriftType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>
/// Reads Thrift's compact protocol from memory. Every length and count is held against the bytes that are left, so that a lie costs nothing; anything malformed is an
/// <see cref="InvalidDataException"/>, and <see cref="Overran"/> then says whether it was only that the bytes ended.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    // Parquet's own structures nest less than ten deep; unknown fields of later versions may nest a little more.
    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>Whether reading failed because the bytes ended.</summary>
    public bool Overran { get; private set; }

    /// <summary>Reads the header of the next field of a structure; false at its end. <paramref name="id"/> is that of the field before, 0 at first.</summary>
    public bool ReadField(ref short id, out ThriftType type)
    {
        var header = ReadByte();
        type = (ThriftType)(header & 15);
        if (type == ThriftType.Stop)
        {
            return false;
        }

        var step = header >> 4;
        id = step != 0 ? (short)(id + step) : (short)ReadZigZag();
        return true;
    }

    /// <summary>The value of a boolean field, which its type holds.</summary>
    public static bool ReadBoolean(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Wrong(type),
    };

    public int ReadInt32(ThriftType type)
    {
        var value = ReadInt64(type);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException($"The number {value} in the file's structure is beyond 32 bits.");
    }

    public long ReadInt64(ThriftType type) => type switch
    {
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ReadZigZag(),
        ThriftType.Byte => (sbyte)ReadByte(),
        _ => throw Wrong(type),
    };

    public ReadOnlySpan<byte> ReadBinary(ThriftType type)
    {
        Expect(type, ThriftType.Binary);
        return Take(ReadLength());
    }

    public string ReadString(ThriftType type) => Encoding.UTF8.GetString(ReadBinary(type));

    /// <summary>Reads the header of a list and gives its count, which is at most the number of bytes left.</summary>
    public int ReadList(ThriftType type, ThriftType element)
    {
        Expect(type, ThriftType.List);
        var count = ReadListHeader(out var found);
        return count == 0 || found == element ? count : throw Wrong(found);
    }

    public static void Expect(ThriftType found, ThriftType expected)
    {
        if (found != expected)
        {
            throw Wrong(found);
        }
    }

    /// <summary>Passes over a field's value.</summary>
    public void Skip(ThriftType type) => Skip(type, 0, element: false);

    private void Skip(ThriftType type, int depth, bool element)
    {
        if (depth > MaximumDepth)
        {
            throw new InvalidDataException("The file's structure nests too deep.");
        }

        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                Take(element ? 1 : 0);
                break;
            case ThriftType.Byte:
                Take(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                break;
            case ThriftType.Double:
                Take(8);
                break;
            case ThriftType.Binary:
                Take(ReadLength());
                break;
            case ThriftType.List or ThriftType.Set:
                for (var left = ReadListHeader(out var elementType); left > 0; left--)
                {
                    Skip(elementType, depth + 1, element: true);
                }

                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                short id = 0;
                while (ReadField(ref id, out var field))
                {
                    Skip(field, depth + 1, element: false);
                }

                break;
            default:
                throw Wrong(type);
        }
    }

    private void SkipMap(int depth)
    {
        var count = ReadLength();
        if (count > 0)
        {
            var types = ReadByte();
            for (; count > 0; count--)
            {
                Skip((ThriftType)(types >> 4), depth + 1, element: true);
                Skip((ThriftType)(types & 15), depth + 1, element: true);
            }
        }
    }

    private int ReadListHeader(out ThriftType element)
    {
        var header = ReadByte();
        element = (ThriftType)(header & 15);
        return header >> 4 == 15 ? ReadLength() : CheckLength((uint)(header >> 4));
    }

    // A length of bytes, or a count of elements that take at least a byte each.
    private int ReadLength() => CheckLength(ReadVarint());

    private int CheckLength(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw Ended();
        }

        return (int)length;
    }

    private long ReadZigZag()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in the file's structure has no end.");
    }

    private byte ReadByte() => Position < _bytes.Length ? _bytes[Position++] : throw Ended();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw Ended();
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    private InvalidDataException Ended()
    {
        Overran = true;
        return new InvalidDataException("The file's structure breaks off.");
    }

    private static InvalidDataException Wrong(ThriftType found) => new($"The file's structure holds a value of type {(int)found} where another is expected.");
}
