namespace Sinter.Data.Parquet;

/// <summary>Some rows of one page.</summary>
/// <param name="Page">The page.</param>
/// <param name="RowStarts">Where its rows begin among its slots, and where the last one ends; null where each slot is a row.</param>
/// <param name="FirstRow">The first row, counted in the page.</param>
/// <param name="Rows">How many.</param>
internal readonly record struct PageSlice(Page Page, int[]? RowStarts, int FirstRow, int Rows);
