namespace Sinter.Data.Parquet;

/// <summary>How pages are compressed, as the format numbers it.</summary>
public enum ParquetCodec
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Snappy's raw format.</summary>
    Snappy = 1,

    /// <summary>Gzip.</summary>
    Gzip = 2,

    /// <summary>LZO; neither read nor written.</summary>
    Lzo = 3,

    /// <summary>Brotli; read only.</summary>
    Brotli = 4,

    /// <summary>LZ4 in the frames of Hadoop; deprecated, read only.</summary>
    Lz4Hadoop = 5,

    /// <summary>Zstandard.</summary>
    Zstd = 6,

    /// <summary>LZ4's raw format; read only.</summary>
    Lz4Raw = 7,
}
