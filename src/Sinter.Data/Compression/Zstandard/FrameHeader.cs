using System.Buffers.Binary;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>What the header of a frame says (RFC 8878, section 3.1.1.1).</summary>
/// <param name="Bytes">The length of the header, without the magic number.</param>
/// <param name="WindowBytes">How far back a match may reach.</param>
/// <param name="ContentBytes">The size of the content; -1 where the frame does not say.</param>
/// <param name="HasChecksum">Whether a checksum follows the last block.</param>
internal readonly record struct FrameHeader(int Bytes, long WindowBytes, long ContentBytes, bool HasChecksum)
{
    public const uint Magic = 0xFD2FB528;
    public const uint SkippableMagic = 0x184D2A50;
    public const uint SkippableMask = 0xFFFFFFF0;

    /// <summary>The longest header, without the magic number.</summary>
    public const int MaximumBytes = 14;

    /// <summary>The greatest window that is read: what <c>zstd --long</c> makes without being asked for more.</summary>
    public const long MaximumWindowBytes = 128L << 20;

    /// <summary>The length of a header that begins with this byte.</summary>
    public static int Length(byte descriptor)
    {
        var isSingleSegment = (descriptor & 0x20) != 0;
        return 1 + (isSingleSegment ? 0 : 1) + DictionaryBytes(descriptor) + SizeBytes(descriptor, isSingleSegment);
    }

    /// <summary>Reads a header of the right <see cref="Length"/>.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> header)
    {
        var descriptor = header[0];
        var isSingleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0)
        {
            throw ZstdFault.Of("a frame uses a feature that does not exist yet");
        }

        var at = 1;
        long window = 0;
        if (!isSingleSegment)
        {
            var exponent = 10 + (header[at] >> 3);
            window = (1L << exponent) + ((1L << exponent) / 8 * (header[at] & 7));
            at++;
        }

        var dictionary = header.Slice(at, DictionaryBytes(descriptor));
        if (dictionary.ContainsAnyExcept((byte)0))
        {
            throw ZstdFault.Of("it was compressed with a dictionary, and dictionaries are not read");
        }

        at += dictionary.Length;
        var size = header[at..];
        var content = SizeBytes(descriptor, isSingleSegment) switch
        {
            1 => size[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            8 => BinaryPrimitives.ReadInt64LittleEndian(size),
            _ => -1,
        };
        if (content < -1 || (content == -1 && (descriptor & 0xC0) != 0))
        {
            throw ZstdFault.Of("a frame claims an impossible size");
        }

        window = isSingleSegment ? content : window;
        return window > MaximumWindowBytes
            ? throw ZstdFault.Of($"a frame needs a window of {window} bytes, and the limit is {MaximumWindowBytes}; compress it with a smaller window")
            : new FrameHeader(header.Length, window, content, (descriptor & 0x04) != 0);
    }

    private static int DictionaryBytes(byte descriptor) => (descriptor & 3) == 3 ? 4 : descriptor & 3;

    private static int SizeBytes(byte descriptor, bool isSingleSegment) => (descriptor >> 6) switch
    {
        0 => isSingleSegment ? 1 : 0,
        1 => 2,
        2 => 4,
        _ => 8,
    };
}
