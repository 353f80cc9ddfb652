namespace Sinter.Data.Parquet;

/// <summary>The part of one column that belongs to one row group, as the footer describes it.</summary>
public sealed record ParquetColumnChunk
{
    /// <summary>How its pages are compressed.</summary>
    public required ParquetCodec Codec { get; init; }

    /// <summary>How many values it has, nulls and empty lists counted.</summary>
    public required long Values { get; init; }

    /// <summary>Its size in bytes as it lies in the file.</summary>
    public required long CompressedBytes { get; init; }

    /// <summary>Its size in bytes before compression.</summary>
    public required long UncompressedBytes { get; init; }

    /// <summary>Where its first page begins.</summary>
    internal long Start { get; init; }
}
