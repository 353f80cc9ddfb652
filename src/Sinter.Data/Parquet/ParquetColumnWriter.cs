using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Sinter.Data.Parquet;

/// <summary>
/// Takes the values of one column, one for each row; it belongs to its writer. A value of another type than the column's is an <see cref="InvalidOperationException"/>,
/// a text over 64 MB or a list of over 8 million elements an <see cref="ArgumentException"/>.
/// </summary>
public sealed class ParquetColumnWriter
{
    // A page has whole rows: with the pages that the options allow, these fit into what is read again.
    private const int MaximumTextBytes = PageReader.MaximumPageBytes / 4;
    private const int MaximumListValues = PageReader.MaximumPageValues / 2;

    internal ParquetColumnWriter(ParquetField leaf, ParquetField field)
    {
        Field = field;
        Buffer = new ColumnBuffer(leaf);
    }

    /// <summary>The outermost field: the column itself, or the list whose elements it holds.</summary>
    public ParquetField Field { get; }

    internal ColumnBuffer Buffer { get; }

    private bool IsList => !Field.IsLeaf;

    /// <summary>Adds a null; the column must be optional.</summary>
    public void AppendNull()
    {
        Expect(Field.Repetition == ParquetRepetition.Optional);
        Buffer.BeginRow();
        Buffer.AddNull(0);
    }

    /// <summary>Adds a text, or a null where it is null. Lone halves of surrogate pairs become U+FFFD.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendNull();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        CheckSize(length, MaximumTextBytes);
        BeginValue(ParquetPhysicalType.ByteArray);
        Encoding.UTF8.GetBytes(value, Buffer.AddBytes(length));
    }

    /// <summary>Adds a text in UTF-8; throws <see cref="ArgumentException"/> where it is not valid.</summary>
    public void AppendUtf8(ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
        {
            throw new ArgumentException($"A text for the column '{Field.Path}' is not valid UTF-8.", nameof(value));
        }

        CheckSize(value.Length, MaximumTextBytes);
        BeginValue(ParquetPhysicalType.ByteArray);
        value.CopyTo(Buffer.AddBytes(value.Length));
    }

    /// <summary>Adds a whole number; to a column of 32 bits only one that fits (<see cref="OverflowException"/>).</summary>
    public void Append(long value)
    {
        var narrow = Buffer.Leaf.PhysicalType == ParquetPhysicalType.Int32;
        var fitting = narrow ? checked((int)value) : value;
        BeginValue(narrow ? ParquetPhysicalType.Int32 : ParquetPhysicalType.Int64);
        Buffer.AddWhole(fitting);
    }

    /// <summary>Adds a number; in a column of 32 bits it is rounded.</summary>
    public void Append(double value)
    {
        var narrow = Buffer.Leaf.PhysicalType == ParquetPhysicalType.Float;
        BeginValue(narrow ? ParquetPhysicalType.Float : ParquetPhysicalType.Double);
        Buffer.AddWhole(narrow ? BitConverter.SingleToInt32Bits((float)value) : BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Adds a truth value.</summary>
    public void Append(bool value)
    {
        BeginValue(ParquetPhysicalType.Boolean);
        Buffer.AddWhole(value ? 1 : 0);
    }

    /// <summary>Adds a list of whole numbers.</summary>
    public void AppendList(ReadOnlySpan<int> values)
    {
        Expect(IsList);
        CheckSize(values.Length, MaximumListValues);
        Buffer.BeginRow();
        BeginList(values.Length);
        if (Buffer.Leaf.PhysicalType == ParquetPhysicalType.Int32)
        {
            Buffer.AddWhole(MemoryMarshal.AsBytes(values), values.Length);
        }
        else
        {
            foreach (var value in values)
            {
                Buffer.AddWhole(value);
            }
        }
    }

    /// <summary>Adds a list of whole numbers; to a column of 32 bits only ones that fit (<see cref="OverflowException"/>).</summary>
    public void AppendList(ReadOnlySpan<long> values)
    {
        Expect(IsList);
        CheckSize(values.Length, MaximumListValues);
        if (Buffer.Leaf.PhysicalType == ParquetPhysicalType.Int32)
        {
            var narrow = new int[values.Length];
            for (var i = 0; i < narrow.Length; i++)
            {
                narrow[i] = checked((int)values[i]);
            }

            AppendList(narrow);
            return;
        }

        Buffer.BeginRow();
        BeginList(values.Length);
        Buffer.AddWhole(MemoryMarshal.AsBytes(values), values.Length);
    }

    private void BeginValue(ParquetPhysicalType type)
    {
        Expect(!IsList && Buffer.Leaf.PhysicalType == type);
        Buffer.BeginRow();
        Buffer.AddLevels(0, Buffer.Leaf.MaximumDefinition);
    }

    private void BeginList(int count)
    {
        if (count == 0)
        {
            // The list is there and has no element: one level below that of an element.
            Buffer.AddNull(Buffer.Leaf.MaximumDefinition - 1);
        }

        for (var i = 0; i < count; i++)
        {
            Buffer.AddLevels(i == 0 ? 0 : 1, Buffer.Leaf.MaximumDefinition);
        }
    }

    private void CheckSize(int size, int limit)
    {
        if (size > limit)
        {
            throw new ArgumentException($"A value for the column '{Field.Path}' has {size} {(IsList ? "elements" : "bytes")}; the limit is {limit}.", nameof(size));
        }
    }

    private void Expect(bool fits)
    {
        if (!fits)
        {
            throw new InvalidOperationException($"The column '{Field.Path}' takes {(Field.Repetition == ParquetRepetition.Optional ? "" : "no nulls, and ")}values of type {Buffer.Leaf.PhysicalType}{(IsList ? " in lists" : "")}.");
        }
    }
}
