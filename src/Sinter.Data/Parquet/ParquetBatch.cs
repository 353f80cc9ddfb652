using System.Buffers;
using System.Text.Json;

namespace Sinter.Data.Parquet;

/// <summary>
/// Some rows of a file. It owns what it needs: pages are decompressed and decoded when a column is first asked for, on any thread and after the file was closed.
/// An <see cref="InvalidDataException"/> then says that a page is malformed.
/// </summary>
public sealed class ParquetBatch
{
    private readonly Dictionary<ParquetField, PageSlice> _slices;
    private readonly Dictionary<ParquetField, ParquetColumn> _columns = [];

    internal ParquetBatch(long firstRow, int rows, long bytes, Dictionary<ParquetField, PageSlice> slices)
    {
        FirstRow = firstRow;
        Rows = rows;
        Bytes = bytes;
        _slices = slices;
    }

    /// <summary>The number of its first row in the file, from 0.</summary>
    public long FirstRow { get; }

    /// <summary>How many rows it has.</summary>
    public int Rows { get; }

    /// <summary>About how many bytes of uncompressed pages it covers.</summary>
    public long Bytes { get; }

    /// <summary>The column of a leaf that was chosen; throws <see cref="ArgumentException"/> where it was not.</summary>
    public ParquetColumn Column(ParquetField leaf)
    {
        lock (_columns)
        {
            if (!_columns.TryGetValue(leaf, out var column))
            {
                column = _slices.TryGetValue(leaf, out var slice) ? new ParquetColumn(leaf, slice) : throw new ArgumentException($"The column '{leaf.Path}' was not chosen.", nameof(leaf));
                _columns.Add(leaf, column);
            }

            return column;
        }
    }

    /// <summary>
    /// The value of any field of a row as compact JSON: structures and maps as objects, lists as arrays, bytes as base64. What is beyond
    /// <paramref name="maximumBytes"/> is not written: the JSON then breaks off.
    /// </summary>
    public byte[] Json(ParquetField field, int row, int maximumBytes = int.MaxValue)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, DocumentJson.Options);
        new JsonAssembler(this, row, writer, maximumBytes).Write(field);
        writer.Flush();
        return output.WrittenSpan[..Math.Min(output.WrittenCount, maximumBytes)].ToArray();
    }
}
