using System.Text;

namespace Sinter.Data.Parquet;

/// <summary>
/// The values of one column (a leaf of the schema) in the rows of a batch. It belongs to its batch. Reading a value of another type than the column's is an
/// <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class ParquetColumn
{
    private readonly PageSlice _slice;
    private readonly PageData _data;

    internal ParquetColumn(ParquetField field, PageSlice slice)
    {
        Field = field;
        _slice = slice;
        _data = slice.Page.Data;
    }

    /// <summary>The field of the schema.</summary>
    public ParquetField Field { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows => _slice.Rows;

    /// <summary>Whether the row has no value here: it is null, or a field around it is, or the list has no elements.</summary>
    public bool IsNull(int row) => !HasValue(Slot(row));

    /// <summary>The text of a row as UTF-8, empty where it is null. The bytes are as they stand in the file: they may not be valid.</summary>
    public ReadOnlySpan<byte> Utf8(int row) => Values(ParquetPhysicalType.ByteArray, ParquetPhysicalType.FixedLengthByteArray).BytesOf(Slot(row));

    /// <summary>The text of a row; null where it is null. What is not valid UTF-8 becomes U+FFFD.</summary>
    public string? String(int row) => IsNull(row) ? null : Encoding.UTF8.GetString(Utf8(row));

    /// <summary>The whole number of a row (dates, times and moments too, in their units), 0 where it is null; unsigned ones of 64 bits as their bits.</summary>
    public long Int64(int row) => Whole().Longs[Slot(row)];

    /// <summary>The number of a row, 0 where it is null.</summary>
    public double Double(int row) => Values(ParquetPhysicalType.Float, ParquetPhysicalType.Double).Doubles[Slot(row)];

    /// <summary>The truth value of a row, false where it is null.</summary>
    public bool Boolean(int row) => Values(ParquetPhysicalType.Boolean, ParquetPhysicalType.Boolean).Longs[Slot(row)] != 0;

    /// <summary>The whole numbers of a row's list, nulls as 0; empty where the list is null or empty. Lists within lists come as one.</summary>
    public ReadOnlySpan<long> Int64List(int row) => Whole().Longs.AsSpan(Slot(row), CountOf(row));

    /// <summary>The numbers of a row's list, nulls as 0; empty where the list is null or empty. Lists within lists come as one.</summary>
    public ReadOnlySpan<double> DoubleList(int row) => Values(ParquetPhysicalType.Float, ParquetPhysicalType.Double).Doubles.AsSpan(Slot(row), CountOf(row));

    /// <summary>The value of a row in words: texts as they are, numbers in their shortest form, dates and moments as ISO 8601; null where it is null or has no such form.</summary>
    public string? Text(int row) => IsNull(row) ? null : ScalarText.Of(Field, _data.Values, Slot(row));

    /// <summary>Where the slots of a row begin.</summary>
    internal int Slot(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return _slice.RowStarts is { } starts ? starts[_slice.FirstRow + row] : _slice.FirstRow + row;
    }

    /// <summary>Where the slots of a row end.</summary>
    internal int SlotEnd(int row) => _slice.RowStarts is { } starts ? starts[_slice.FirstRow + row + 1] : Slot(row) + 1;

    internal int DefinitionOf(int slot) => _data.Definition is { } levels ? levels[slot] : Field.MaximumDefinition;

    internal int RepetitionOf(int slot) => _data.Repetition is { } levels ? levels[slot] : 0;

    internal ColumnValues AllValues => _data.Values;

    private bool HasValue(int slot) => DefinitionOf(slot) == Field.MaximumDefinition;

    // A list that is empty or null has one slot, which holds no element.
    private int CountOf(int row)
    {
        var start = Slot(row);
        var count = SlotEnd(row) - start;
        return count == 1 && !HasElement(start) ? 0 : count;
    }

    private bool HasElement(int slot)
    {
        var element = Field;
        while (element.Repetition != ParquetRepetition.Repeated && element.Parent is { Parent: not null } parent)
        {
            element = parent;
        }

        return DefinitionOf(slot) >= element.MaximumDefinition;
    }

    private ColumnValues Whole() => Field.PhysicalType is ParquetPhysicalType.Int96
        ? _data.Values
        : Values(ParquetPhysicalType.Int32, ParquetPhysicalType.Int64);

    private ColumnValues Values(ParquetPhysicalType first, ParquetPhysicalType second) => Field.PhysicalType == first || Field.PhysicalType == second
        ? _data.Values
        : throw new InvalidOperationException($"The column '{Field.Path}' holds {Field.PhysicalType}, not {first} or {second}.");
}
