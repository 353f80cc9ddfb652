namespace Sinter.Data.Compression.Zstandard;

/// <summary>The header of a block: three bytes (RFC 8878, section 3.1.1.2).</summary>
/// <param name="IsLast">Whether the frame ends with it.</param>
/// <param name="Kind">How its content is stored.</param>
/// <param name="Size">The bytes of its content; of one repeated byte, how often it stands.</param>
internal readonly record struct BlockHeader(bool IsLast, BlockKind Kind, int Size)
{
    public const int Bytes = 3;

    /// <summary>The bytes of the file that follow the header.</summary>
    public int StoredBytes => Kind == BlockKind.Repeated ? 1 : Size;

    public static BlockHeader Read(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        var header = new BlockHeader((value & 1) != 0, (BlockKind)((value >> 1) & 3), value >> 3);
        return header.Kind > BlockKind.Compressed ? throw ZstdFault.Of("a block is of a kind that does not exist")
            : header.Size > BlockDecoder.MaximumBlockBytes ? throw ZstdFault.Of("a block is longer than a block may be")
            : header;
    }

    public void Write(Span<byte> bytes)
    {
        var value = (IsLast ? 1 : 0) | ((int)Kind << 1) | (Size << 3);
        (bytes[0], bytes[1], bytes[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
    }
}

/// <summary>How the content of a block is stored.</summary>
internal enum BlockKind
{
    /// <summary>As it is.</summary>
    Stored,

    /// <summary>One byte, so many times.</summary>
    Repeated,

    /// <summary>Literals and sequences.</summary>
    Compressed,
}
