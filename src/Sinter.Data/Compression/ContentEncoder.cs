using System.IO.Compression;

namespace Sinter.Data.Compression;

/// <summary>Writes compressed content.</summary>
public static class ContentEncoder
{
    /// <summary>The compression that the ending of a name asks for: <c>.gz</c>, <c>.zst</c>, <c>.bz2</c>, <c>.br</c>, else none.</summary>
    public static CompressionKind KindOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".GZ" => CompressionKind.Gzip,
        ".ZST" => CompressionKind.Zstd,
        ".BZ2" => CompressionKind.Bzip2,
        ".BR" => CompressionKind.Brotli,
        _ => CompressionKind.None,
    };

    /// <summary>A stream that compresses what is written to it; closing it completes the content.</summary>
    /// <param name="destination">Where the compressed content goes.</param>
    /// <param name="kind">How to compress; bzip2 is not written and throws <see cref="NotSupportedException"/>.</param>
    /// <param name="leaveOpen">Whether the destination is left open when the stream is closed.</param>
    public static Stream Create(Stream destination, CompressionKind kind, bool leaveOpen = false) => kind switch
    {
        CompressionKind.None when leaveOpen => throw new NotSupportedException("Content that is not compressed is written to its destination itself."),
        CompressionKind.None => destination,
        CompressionKind.Gzip => new GZipStream(destination, CompressionLevel.Fastest, leaveOpen),
        CompressionKind.Zstd => new ZstdWriteStream(destination, leaveOpen),
        CompressionKind.Brotli => new BrotliStream(destination, CompressionLevel.Optimal, leaveOpen),
        _ => throw new NotSupportedException("bzip2 is read, not written; end the name in .gz, .zst or .br."),
    };
}
