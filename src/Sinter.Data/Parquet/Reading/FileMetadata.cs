namespace Sinter.Data.Parquet;

/// <summary>What the footer of a file says, checked.</summary>
internal sealed record FileMetadata(ParquetSchema Schema, long Rows, IReadOnlyList<ParquetRowGroup> RowGroups, IReadOnlyList<KeyValuePair<string, string>> KeyValues, string CreatedBy);
