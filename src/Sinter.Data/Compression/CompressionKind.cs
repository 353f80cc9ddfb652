namespace Sinter.Data.Compression;

/// <summary>How content is compressed.</summary>
public enum CompressionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip, <c>.gz</c>.</summary>
    Gzip,

    /// <summary>Zstandard, <c>.zst</c>.</summary>
    Zstd,

    /// <summary>bzip2, <c>.bz2</c>: read only.</summary>
    Bzip2,

    /// <summary>Brotli, <c>.br</c>.</summary>
    Brotli,
}
