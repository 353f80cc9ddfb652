using System.Buffers.Binary;

namespace Sinter.Data.Parquet;

/// <summary>The rows of one column that wait to be written as a row group: levels, and values as they will lie in plain pages but for the lengths of texts.</summary>
internal sealed class ColumnBuffer(ParquetField leaf)
{
    // A truth value takes a byte here, for pages pack them.
    private readonly int _width = leaf.PhysicalType == ParquetPhysicalType.Boolean ? 1 : PlainReader.WidthOf(leaf);
    private readonly ByteBuffer _values = new();
    private readonly ByteBuffer _definition = new();
    private readonly ByteBuffer _repetition = new();
    private readonly List<int> _ends = [];
    private readonly List<int> _rowStarts = [];
    private int _count;
    private int _slots;

    public ParquetField Leaf { get; } = leaf;

    public bool IsText => Leaf.PhysicalType == ParquetPhysicalType.ByteArray;

    public int Rows => _rowStarts.Count;

    /// <summary>How many values there are.</summary>
    public int Count => _count;

    /// <summary>How many values, nulls and empty lists there are.</summary>
    public int Slots => _slots;

    /// <summary>The bytes that it holds.</summary>
    public long Bytes => _values.Count + (4L * _ends.Count) + _definition.Count;

    public ReadOnlySpan<byte> Definition => _definition.Written;

    public ReadOnlySpan<byte> Repetition => _repetition.Written;

    /// <summary>Where the slots of a row begin; for the number of rows, where they end.</summary>
    public int RowStart(int row) => row == Rows ? Slots : _rowStarts[row];

    /// <summary>A value as bytes.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        if (!IsText)
        {
            return _values.Written.Slice(index * _width, _width);
        }

        var start = index == 0 ? 0 : _ends[index - 1];
        return _values.Written[start.._ends[index]];
    }

    public void BeginRow() => _rowStarts.Add(_slots);

    public void AddNull(int definition) => AddLevels(0, definition);

    public void AddLevels(int repetition, int definition)
    {
        _slots++;
        if (Leaf.MaximumDefinition > 0)
        {
            _definition.Add((byte)definition);
        }

        if (Leaf.MaximumRepetition > 0)
        {
            _repetition.Add((byte)repetition);
        }
    }

    public Span<byte> AddBytes(int length)
    {
        var value = _values.Extend(length);
        _ends.Add(_values.Count);
        _count++;
        return value;
    }

    /// <summary>Adds a value of a fixed width, by its bits.</summary>
    public void AddWhole(long bits)
    {
        _count++;
        switch (_width)
        {
            case 1: _values.Add((byte)bits); break;
            case 4: _values.AddInt32((int)bits); break;
            default: _values.AddInt64(bits); break;
        }
    }

    /// <summary>Adds values of a fixed width that lie one after another.</summary>
    public void AddWhole(ReadOnlySpan<byte> values, int count)
    {
        _values.Add(values);
        _count += count;
    }

    /// <summary>Whether a value takes part in an order: NaN does not.</summary>
    public bool IsOrdered(int index) => Leaf.PhysicalType switch
    {
        ParquetPhysicalType.Float => !float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(Value(index))),
        ParquetPhysicalType.Double => !double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(Value(index))),
        _ => true,
    };

    /// <summary>The order of two values: of numbers by size, of texts by bytes.</summary>
    public int Compare(int first, int second)
    {
        var a = Value(first);
        var b = Value(second);
        return Leaf.PhysicalType switch
        {
            ParquetPhysicalType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(a).CompareTo(BinaryPrimitives.ReadInt32LittleEndian(b)),
            ParquetPhysicalType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(a).CompareTo(BinaryPrimitives.ReadInt64LittleEndian(b)),
            ParquetPhysicalType.Float => BinaryPrimitives.ReadSingleLittleEndian(a).CompareTo(BinaryPrimitives.ReadSingleLittleEndian(b)),
            ParquetPhysicalType.Double => BinaryPrimitives.ReadDoubleLittleEndian(a).CompareTo(BinaryPrimitives.ReadDoubleLittleEndian(b)),
            _ => a.SequenceCompareTo(b),
        };
    }

    /// <summary>Adds the values from one index up to another as a plain page has them.</summary>
    public void WritePlain(int start, int end, ByteBuffer output)
    {
        if (Leaf.PhysicalType == ParquetPhysicalType.Boolean)
        {
            var packed = output.Extend((int)BitPacking.ByteCount(end - start, 1));
            packed.Clear();
            for (var i = start; i < end; i++)
            {
                packed[(i - start) >> 3] |= (byte)(Value(i)[0] << ((i - start) & 7));
            }
        }
        else if (IsText)
        {
            for (var i = start; i < end; i++)
            {
                var value = Value(i);
                output.AddInt32(value.Length);
                output.Add(value);
            }
        }
        else
        {
            output.Add(_values.Written[(start * _width)..(end * _width)]);
        }
    }

    /// <summary>The bytes that the values from one index up to another take in a plain page.</summary>
    public long PlainBytes(int start, int end) => Leaf.PhysicalType switch
    {
        ParquetPhysicalType.Boolean => BitPacking.ByteCount(end - start, 1),
        ParquetPhysicalType.ByteArray when end > start => _ends[end - 1] - (start == 0 ? 0 : _ends[start - 1]) + (4L * (end - start)),
        _ => (long)(end - start) * _width,
    };

    public void Clear()
    {
        _values.Clear();
        _definition.Clear();
        _repetition.Clear();
        _ends.Clear();
        _rowStarts.Clear();
        (_count, _slots) = (0, 0);
    }
}
