using System.Buffers;
using System.Buffers.Binary;
using Sinter.Data.Compression.Zstandard;

namespace Sinter.Data.Compression;

/// <summary>
/// Zstandard (RFC 8878) in memory: for data that come in pieces of known size, such as the pages of Parquet files. <see cref="ZstdStream"/> and
/// <see cref="ZstdWriteStream"/> read and write streams. Dictionaries are not read; windows above 128 MB are refused.
/// </summary>
public static class Zstd
{
    [ThreadStatic]
    private static BlockDecoder? _decoder;

    /// <summary>Decompresses all frames of <paramref name="source"/>, and gives the number of bytes that were written.</summary>
    /// <exception cref="InvalidDataException">The data are damaged, or longer than the destination.</exception>
    /// <exception cref="EndOfStreamException">The data are cut short.</exception>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        var position = 0;
        while (position < source.Length)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(Take(source, ref position, 4));
            if ((magic & FrameHeader.SkippableMask) == FrameHeader.SkippableMagic)
            {
                var size = BinaryPrimitives.ReadUInt32LittleEndian(Take(source, ref position, 4));
                Take(source, ref position, (int)Math.Min(size, int.MaxValue));
            }
            else if (magic == FrameHeader.Magic)
            {
                written += DecompressFrame(source, ref position, destination[written..]);
            }
            else
            {
                throw ZstdFault.Of("no frame begins where one should");
            }
        }

        return written;
    }

    /// <summary>Compresses to one frame with its size and a checksum.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(64, source.Length / 3));
        Compress(source, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Compresses to one frame with its size and a checksum.</summary>
    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(FrameWriter.MaximumHeaderBytes);
        output.Advance(FrameWriter.WriteHeader(header, source.Length));
        FrameWriter.WriteBlocks(source, output);
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), (uint)StableHash.Of(source));
        output.Advance(4);
    }

    private static unsafe int DecompressFrame(ReadOnlySpan<byte> source, ref int position, Span<byte> destination)
    {
        var start = position;
        var length = FrameHeader.Length(Take(source, ref position, 1)[0]);
        position = start;
        var header = FrameHeader.Read(Take(source, ref position, length));
        var decoder = _decoder ??= new BlockDecoder();
        decoder.Reset();
        var written = 0;
        BlockHeader block;
        do
        {
            block = BlockHeader.Read(Take(source, ref position, BlockHeader.Bytes));
            var stored = Take(source, ref position, block.StoredBytes);
            var room = destination[written..];
            if (block.Kind != BlockKind.Compressed && block.Size > room.Length)
            {
                throw ZstdFault.Of("they become longer than they should");
            }

            switch (block.Kind)
            {
                case BlockKind.Stored:
                    stored.CopyTo(room);
                    written += stored.Length;
                    break;
                case BlockKind.Repeated:
                    room[..block.Size].Fill(stored[0]);
                    written += block.Size;
                    break;
                default:
                    fixed (byte* content = stored)
                    fixed (byte* output = destination)
                    {
                        written += decoder.Decode(content, stored.Length, output + written, Math.Min(room.Length, BlockDecoder.MaximumBlockBytes), room.Length, written, header.WindowBytes);
                    }

                    break;
            }
        }
        while (!block.IsLast);
        if (header.ContentBytes >= 0 && header.ContentBytes != written)
        {
            throw ZstdFault.Of($"a frame holds {written} bytes, and its header says {header.ContentBytes}");
        }

        if (header.HasChecksum && BinaryPrimitives.ReadUInt32LittleEndian(Take(source, ref position, 4)) != (uint)StableHash.Of(destination[..written]))
        {
            throw ZstdFault.Of("the checksum of a frame does not match its content");
        }

        return written;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> source, ref int position, int length)
    {
        if (length > source.Length - position)
        {
            throw ZstdFault.CutShort();
        }

        position += length;
        return source.Slice(position - length, length);
    }
}
