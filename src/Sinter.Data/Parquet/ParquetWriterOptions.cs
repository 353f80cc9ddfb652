namespace Sinter.Data.Parquet;

/// <summary>How a file is written. The same rows and options always give the same bytes.</summary>
public sealed record ParquetWriterOptions
{
    /// <summary>How pages are compressed: none, Snappy, gzip or zstd.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Zstd;

    /// <summary>The version of the data pages, 1 or 2. Some readers know only 1.</summary>
    public int PageVersion { get; init; } = 1;

    /// <summary>The most rows that one row group has.</summary>
    public int RowGroupRows { get; init; } = 100_000;

    /// <summary>About how many bytes a row group has before encoding; the writer holds this much.</summary>
    public int RowGroupBytes { get; init; } = 64 << 20;

    /// <summary>About how many bytes a page has before compression.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>The most rows that one page has.</summary>
    public int PageRows { get; init; } = 20_000;

    /// <summary>The largest dictionary of a column in a row group, in bytes; 0 for none. A column gets one only where that makes it smaller.</summary>
    public int DictionaryBytes { get; init; } = 1 << 20;

    /// <summary>Facts that are put into the footer, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> KeyValues { get; init; } = [];

    /// <summary>The options that are used where none are given.</summary>
    public static ParquetWriterOptions Default { get; } = new();

    /// <summary>Throws <see cref="ArgumentException"/> where an option is out of its range.</summary>
    internal void Check()
    {
        if (Codec is not (ParquetCodec.None or ParquetCodec.Snappy or ParquetCodec.Gzip or ParquetCodec.Zstd))
        {
            throw new ArgumentException($"Parquet files are written with the codec None, Snappy, Gzip or Zstd, not {Codec}.", nameof(Codec));
        }

        if (PageVersion is not (1 or 2) || RowGroupRows < 1 || PageRows is < 1 or > 1 << 20 || RowGroupBytes is < 1 or > 1 << 30 || PageBytes is < 1 or > 1 << 24 || DictionaryBytes is < 0 or > 1 << 27)
        {
            throw new ArgumentException("The page version is 1 or 2, a row group has at least 1 row and 1 to 2^30 bytes, a page 1 to 2^20 rows and 1 to 2^24 bytes, a dictionary 0 to 2^27.", nameof(PageVersion));
        }
    }
}
