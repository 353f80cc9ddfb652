using System.IO.Compression;

namespace Sinter.Data.Compression;

/// <summary>Opens content whatever it is compressed with, by what it begins with rather than by its name.</summary>
public static class ContentDecoder
{
    private const int MaximumLayers = 2;
    private const int StartBytes = 4096;

    /// <summary>
    /// The content of a stream without its compression: gzip, zstd and bzip2 by their first bytes, Brotli (which has none of its own) by a name that ends in <c>.br</c>
    /// and a trial; one compressed layer within another is undone too. What is none of these is given as it is. Damaged content throws <see cref="InvalidDataException"/> or
    /// <see cref="EndOfStreamException"/> when it is read, as does content that grows beyond all measure (see <see cref="BoundedStream"/>).
    /// </summary>
    /// <param name="source">The stream; closed with the one that is returned.</param>
    /// <param name="name">Its name, with or without a folder.</param>
    public static Stream Open(Stream source, string name)
    {
        var counted = new StartedStream(source);
        Stream content = counted;
        for (var layer = 0; layer < MaximumLayers; layer++)
        {
            var started = content as StartedStream ?? new StartedStream(content);
            content = started;
            switch (KindOf(started.Start(StartBytes), layer == 0 ? name : ""))
            {
                case CompressionKind.Gzip:
                    content = new GzipReadStream(started);
                    break;
                case CompressionKind.Zstd:
                    content = new ZstdStream(started);
                    break;
                case CompressionKind.Bzip2:
                    content = new Bzip2Stream(started);
                    break;
                case CompressionKind.Brotli:
                    content = new BrotliReadStream(started);
                    break;
                default:
                    return layer == 0 ? content : new BoundedStream(content, counted);
            }
        }

        return new BoundedStream(content, counted);
    }

    /// <summary>What content that begins so is compressed with.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="name">The name, for Brotli.</param>
    public static CompressionKind KindOf(ReadOnlySpan<byte> start, string name) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) ? CompressionKind.Gzip
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || IsSkippable(start) ? CompressionKind.Zstd
        : start.Length >= 10 && start.StartsWith("BZh"u8) && start[3] is >= (byte)'1' and <= (byte)'9' && (start[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59]) || start[4..].StartsWith((ReadOnlySpan<byte>)[0x17, 0x72, 0x45])) ? CompressionKind.Bzip2
        : ContentEncoder.KindOf(name) == CompressionKind.Brotli && IsBrotli(start) ? CompressionKind.Brotli
        : CompressionKind.None;

    private static bool IsSkippable(ReadOnlySpan<byte> start) => start.Length >= 8 && start[0] >> 4 == 5 && start[1..].StartsWith((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]);

    private static bool IsBrotli(ReadOnlySpan<byte> start)
    {
        using var decoder = default(BrotliDecoder);
        var trial = new byte[StartBytes];
        return decoder.Decompress(start, trial, out _, out _) != System.Buffers.OperationStatus.InvalidData;
    }
}
