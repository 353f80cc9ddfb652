using Sinter.Data.Compression;

namespace Sinter.Data.Shards;

/// <summary>Shards of JSON Lines, as they are or compressed.</summary>
/// <param name="ending">The ending of the files.</param>
/// <param name="compression">How they are compressed.</param>
public sealed class JsonLinesShards(string ending, CompressionKind compression = CompressionKind.None) : IShardFormat
{
    /// <inheritdoc/>
    public string Ending => ending;

    /// <summary>How they are compressed.</summary>
    public CompressionKind Compression { get; } = compression;

    /// <summary>Compressed with gzip, which every tool reads.</summary>
    public static JsonLinesShards Gzip { get; } = new(".jsonl.gz", CompressionKind.Gzip);

    /// <summary>Compressed with zstd.</summary>
    public static JsonLinesShards Zstd { get; } = new(".jsonl.zst", CompressionKind.Zstd);

    /// <summary>Not compressed.</summary>
    public static JsonLinesShards Plain { get; } = new(".jsonl");

    /// <inheritdoc/>
    public void Finish(string spool, string path) => AtomicFile.Write(path, stream =>
    {
        using var from = new FileStream(spool, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        using var to = Compression == CompressionKind.None ? null : ContentEncoder.Create(stream, Compression, leaveOpen: true);
        from.CopyTo(to ?? stream, 1 << 18);
    });
}
