namespace Sinter.Data.Parquet;

/// <summary>A page of data that was written, as the page index tells of it.</summary>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Bytes">Its size in the file, with its header.</param>
/// <param name="FirstRow">Its first row, counted in the row group.</param>
/// <param name="Nulls">How many of its slots hold no value.</param>
/// <param name="HasValues">Whether it holds any value.</param>
/// <param name="Range">Its least and greatest value; null where it has none, or none that can be said.</param>
internal sealed record WrittenPage(long Offset, int Bytes, long FirstRow, long Nulls, bool HasValues, ValueRange? Range);
