namespace Sinter.Data.Parquet;

/// <summary>A run of rows of a file, stored column by column.</summary>
/// <param name="firstRow">The number of its first row in the file, from 0.</param>
/// <param name="rows">How many rows it has.</param>
/// <param name="columns">Its columns, in the order of <see cref="ParquetSchema.Leaves"/>.</param>
public sealed class ParquetRowGroup(long firstRow, long rows, IReadOnlyList<ParquetColumnChunk> columns)
{
    /// <summary>The number of its first row in the file, from 0.</summary>
    public long FirstRow { get; } = firstRow;

    /// <summary>How many rows it has.</summary>
    public long Rows { get; } = rows;

    /// <summary>Its columns, in the order of <see cref="ParquetSchema.Leaves"/>.</summary>
    public IReadOnlyList<ParquetColumnChunk> Columns { get; } = columns;
}
