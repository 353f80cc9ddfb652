namespace Sinter.Data.Parquet;

/// <summary>A column chunk that was written, as the footer tells of it.</summary>
internal sealed record WrittenChunk
{
    public required ParquetField Leaf { get; init; }

    public required ParquetCodec Codec { get; init; }

    public required long Slots { get; init; }

    public required long Nulls { get; init; }

    public required long UncompressedBytes { get; init; }

    public required long CompressedBytes { get; init; }

    /// <summary>Where the dictionary begins; null where there is none.</summary>
    public required long? DictionaryOffset { get; init; }

    public required ValueRange? Range { get; init; }

    public required IReadOnlyList<WrittenPage> Pages { get; init; }

    /// <summary>How the pages follow each other: 1 rising, 2 falling, 0 neither.</summary>
    public required int BoundaryOrder { get; init; }

    /// <summary>Where and how long the two parts of the page index are; (0, 0) where there is none.</summary>
    public (long Offset, int Length) ColumnIndex { get; set; }

    public (long Offset, int Length) OffsetIndex { get; set; }
}
