using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>Where a record stands, for messages: <c>train.jsonl, line 17</c>.</summary>
/// <param name="File">The file as messages name it.</param>
/// <param name="Number">The line on which the record begins, or its number, from 1; 0 where the whole file is meant.</param>
/// <param name="Unit">What is counted: <c>line</c>, <c>row</c> (Parquet) or <c>record</c> (a part of a larger JSON value).</param>
public readonly record struct RecordPlace(string File, long Number, string Unit = "line")
{
    /// <summary>The place as people read it.</summary>
    public override string ToString() => Number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}, {Unit} {Number}") : File ?? "";
}
