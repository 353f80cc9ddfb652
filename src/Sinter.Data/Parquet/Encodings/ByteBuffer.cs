using System.Buffers.Binary;

namespace Sinter.Data.Parquet;

/// <summary>Bytes that grow at their end.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1024];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>The array that holds them, until more are added.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Count);

    /// <summary>Adds one.</summary>
    public void Add(byte value) => Extend(1)[0] = value;

    /// <summary>Adds some.</summary>
    public void Add(ReadOnlySpan<byte> values) => values.CopyTo(Extend(values.Length));

    /// <summary>Adds a number, its lowest byte first.</summary>
    public void AddInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Extend(4), value);

    /// <summary>Adds a number, its lowest byte first.</summary>
    public void AddInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Extend(8), value);

    /// <summary>Changes a number that was added.</summary>
    public void SetInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position, 4), value);

    /// <summary>Adds a number of as many bytes as it needs, seven bits each.</summary>
    public void AddVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Add((byte)(value | 0x80));
        }

        Add((byte)value);
    }

    /// <summary>Adds so many bytes and gives them to be written.</summary>
    public Span<byte> Extend(int count)
    {
        if (count > _bytes.Length - Count)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(_bytes.Length * 2L, (long)Count + count), Array.MaxLength));
        }

        Count += count;
        return _bytes.AsSpan(Count - count, count);
    }

    /// <summary>Forgets all, keeps the memory.</summary>
    public void Clear() => Count = 0;
}
