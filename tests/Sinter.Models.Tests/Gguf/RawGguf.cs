using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sinter.Models.Tests.Gguf;

/// <summary>The bytes of a GGUF file, put together one field at a time, so that each may be wrong.</summary>
internal sealed class RawGguf
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public RawGguf(ulong tensors, ulong keys, uint version = 3)
    {
        _bytes.Write("GGUF"u8);
        UInt32(version).UInt64(tensors).UInt64(keys);
    }

    public RawGguf Key(string key, uint type) => Text(key).UInt32(type);

    public RawGguf UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
        return this;
    }

    public RawGguf UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
        return this;
    }

    public RawGguf Text(string text)
    {
        UInt64((ulong)Encoding.UTF8.GetByteCount(text));
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        return this;
    }

    public RawGguf Tensor(string name, ulong[] dimensions, uint type, ulong offset)
    {
        Text(name).UInt32((uint)dimensions.Length);
        Array.ForEach(dimensions, dimension => UInt64(dimension));
        return UInt32(type).UInt64(offset);
    }

    /// <summary>Zeros up to the alignment, and so many more.</summary>
    public RawGguf Data(int bytes, int alignment = 32)
    {
        _bytes.Write(new byte[-_bytes.WrittenCount & (alignment - 1)]);
        _bytes.Write(new byte[bytes]);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
