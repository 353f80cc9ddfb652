using System.Buffers;
using System.Buffers.Binary;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>Writes the parts of a frame.</summary>
internal static class FrameWriter
{
    /// <summary>The longest header with its magic number.</summary>
    public const int MaximumHeaderBytes = 4 + FrameHeader.MaximumBytes;

    private const byte ChecksumFlag = 0x04;
    private const byte SingleSegmentFlag = 0x20;

    [ThreadStatic]
    private static BlockEncoder? _encoder;

    /// <summary>Writes the magic number and the header, and gives their length.</summary>
    /// <param name="output">Room for <see cref="MaximumHeaderBytes"/>.</param>
    /// <param name="contentBytes">The size of the content; null where it is not known yet.</param>
    public static int WriteHeader(Span<byte> output, long? contentBytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, FrameHeader.Magic);
        var at = 5;
        var isSingleSegment = contentBytes <= MatchFinder.WindowBytes;
        var descriptor = ChecksumFlag | (isSingleSegment ? SingleSegmentFlag : 0);
        if (!isSingleSegment)
        {
            output[at++] = (byte)((System.Numerics.BitOperations.Log2(MatchFinder.WindowBytes) - 10) << 3);
        }

        switch (contentBytes)
        {
            case null:
                break;
            case < 256:
                output[at++] = (byte)contentBytes;
                break;
            case < 65536 + 256:
                descriptor |= 0x40;
                BinaryPrimitives.WriteUInt16LittleEndian(output[at..], (ushort)(contentBytes - 256));
                at += 2;
                break;
            case <= uint.MaxValue:
                descriptor |= 0x80;
                BinaryPrimitives.WriteUInt32LittleEndian(output[at..], (uint)contentBytes);
                at += 4;
                break;
            default:
                descriptor |= 0xC0;
                BinaryPrimitives.WriteInt64LittleEndian(output[at..], contentBytes.Value);
                at += 8;
                break;
        }

        output[4] = (byte)descriptor;
        return at;
    }

    /// <summary>Writes all blocks of a frame.</summary>
    public static unsafe void WriteBlocks(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        if (content.IsEmpty)
        {
            new BlockHeader(IsLast: true, BlockKind.Stored, 0).Write(output.GetSpan(BlockHeader.Bytes));
            output.Advance(BlockHeader.Bytes);
            return;
        }

        var encoder = _encoder ??= new BlockEncoder();
        encoder.Reset(content.Length);
        fixed (byte* data = content)
        {
            for (var start = 0; start < content.Length;)
            {
                var end = Math.Min(content.Length, start + BlockDecoder.MaximumBlockBytes);
                encoder.Write(data, start, end, end == content.Length, output);
                start = end;
            }
        }
    }
}
