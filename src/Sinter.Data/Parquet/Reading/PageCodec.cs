using System.Buffers.Binary;
using System.IO.Compression;
using Sinter.Data.Compression;

namespace Sinter.Data.Parquet;

/// <summary>Decompresses the pages of a column. The size that a page is said to have must be the one that the codec gives.</summary>
internal static class PageCodec
{
    // What Deflate reaches at most; Brotli and Zstandard have no such bound.
    private const int MaximumDeflateRatio = 1033;

    /// <summary>Decompresses a page of <paramref name="size"/> bytes.</summary>
    public static byte[] Decompress(ParquetCodec codec, ReadOnlyMemory<byte> source, int size)
    {
        if (size == 0)
        {
            return [];
        }

        // Cheap looks at lies before memory is taken for them.
        var plausible = codec switch
        {
            ParquetCodec.Snappy => Snappy.ContentLength(source.Span) == size,
            ParquetCodec.Gzip => size <= (long)source.Length * MaximumDeflateRatio,
            ParquetCodec.Lz4Raw or ParquetCodec.Lz4Hadoop => size <= (long)source.Length * Lz4Block.MaximumRatio,
            _ => !source.IsEmpty,
        };
        var content = plausible ? GC.AllocateUninitializedArray<byte>(size) : throw WrongSize(codec, size);
        try
        {
            return Decompress(codec, source, content) == size ? content : throw WrongSize(codec, size);
        }
        catch (EndOfStreamException caught)
        {
            throw new InvalidDataException($"A page that is compressed with {codec} breaks off.", caught);
        }
    }

    private static int Decompress(ParquetCodec codec, ReadOnlyMemory<byte> source, byte[] content) => codec switch
    {
        ParquetCodec.Snappy => Snappy.Decompress(source.Span, content),
        ParquetCodec.Lz4Raw => Lz4Block.Decompress(source.Span, content),
        ParquetCodec.Lz4Hadoop => DecompressHadoop(source.Span, content),
        ParquetCodec.Gzip => Inflate(new GZipStream(ToStream(source), CompressionMode.Decompress), content),
        ParquetCodec.Zstd => Zstd.Decompress(source.Span, content),
        ParquetCodec.Brotli => BrotliDecoder.TryDecompress(source.Span, content, out var written) ? written : -1,
        _ => throw new InvalidDataException($"A page is compressed with {codec}, which is not read."),
    };

    /// <summary>Hadoop's frames: blocks of LZ4, each after its content's and its own length, big end first. Some writers left the frames out.</summary>
    private static int DecompressHadoop(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var rest = source;
        var output = 0;
        while (rest.Length >= 8)
        {
            var content = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (size > rest.Length - 8 || content > destination.Length - output)
            {
                break;
            }

            output += Lz4Block.Decompress(rest.Slice(8, (int)size), destination.Slice(output, (int)content));
            rest = rest[(8 + (int)size)..];
        }

        return rest.IsEmpty ? output : Lz4Block.Decompress(source, destination);
    }

    private static int Inflate(Stream stream, Span<byte> destination)
    {
        using (stream)
        {
            var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            return stream.ReadByte() < 0 ? count : -1;
        }
    }

    private static MemoryStream ToStream(ReadOnlyMemory<byte> source)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(source, out var segment);
        return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
    }

    private static InvalidDataException WrongSize(ParquetCodec codec, int size) => new($"A page does not decompress with {codec} to the {size} bytes that it is said to have.");
}
