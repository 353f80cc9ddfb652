using System.IO.Compression;
using Sinter.Data.Compression;

namespace Sinter.Data.Shards;

/// <summary>Shards of JSON Lines, as they are or compressed.</summary>
/// <param name="ending">The ending of the files.</param>
/// <param name="compress">Puts a compression around the file; null for none.</param>
public sealed class JsonLinesShards(string ending, Func<Stream, Stream>? compress = null) : IShardFormat
{
    /// <inheritdoc/>
    public string Ending => ending;

    /// <summary>Compressed with gzip, which every tool reads.</summary>
    public static JsonLinesShards Gzip { get; } = new(".jsonl.gz", static stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    /// <summary>Compressed with zstd.</summary>
    public static JsonLinesShards Zstd { get; } = new(".jsonl.zst", static stream => new ZstdWriteStream(stream, leaveOpen: true));

    /// <summary>Not compressed.</summary>
    public static JsonLinesShards Plain { get; } = new(".jsonl");

    /// <inheritdoc/>
    public void Finish(string spool, string path) => AtomicFile.Write(path, stream =>
    {
        using var from = new FileStream(spool, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        using var to = compress?.Invoke(stream);
        from.CopyTo(to ?? stream, 1 << 18);
    });
}
