using System.Buffers.Binary;

namespace Sinter.Data.Parquet;

/// <summary>
/// Writes a Parquet file to a stream, row group by row group, holding one row group at a time. It is done when <see cref="Complete"/> was called; the stream stays open.
/// Columns of text, whole numbers, numbers, truth values and lists of whole numbers are written, with statistics and a page index.
/// </summary>
public sealed class ParquetWriter
{
    private readonly Stream _stream;
    private readonly ParquetWriterOptions _options;
    private readonly ParquetColumnWriter[] _columns;
    private readonly List<(long Rows, IReadOnlyList<WrittenChunk> Chunks)> _groups = [];
    private long _position;
    private int _waiting;
    private bool _completed;

    private ParquetWriter(Stream stream, ParquetSchema schema, ParquetWriterOptions options)
    {
        _stream = stream;
        _options = options;
        Schema = schema;
        _columns = [.. schema.Fields.Select(field => new ParquetColumnWriter(LeafOf(field), field))];
        Put("PAR1"u8);
    }

    /// <summary>The columns.</summary>
    public ParquetSchema Schema { get; }

    /// <summary>How many rows were written.</summary>
    public long Rows { get; private set; }

    /// <summary>About how many bytes the file has so far, what waits not counted.</summary>
    public long Bytes => _position;

    /// <summary>Begins a file; throws <see cref="ArgumentException"/> where a field or an option is one that is not written.</summary>
    public static ParquetWriter Create(Stream stream, ParquetSchema schema, ParquetWriterOptions? options = null)
    {
        options ??= ParquetWriterOptions.Default;
        options.Check();
        return new ParquetWriter(stream, schema, options);
    }

    /// <summary>The column of an outermost field, by its place.</summary>
    public ParquetColumnWriter Column(int index) => _columns[index];

    /// <summary>The column of an outermost field, by its name; throws <see cref="ArgumentException"/> where there is none.</summary>
    public ParquetColumnWriter Column(string name) =>
        Array.Find(_columns, column => string.Equals(column.Field.Name, name, StringComparison.Ordinal)) ?? throw new ArgumentException($"There is no column '{name}'.", nameof(name));

    /// <summary>Ends a row; every column must have got its value (<see cref="InvalidOperationException"/>).</summary>
    public void EndRow()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        _waiting++;
        var bytes = 0L;
        foreach (var column in _columns)
        {
            if (column.Buffer.Rows != _waiting)
            {
                throw new InvalidOperationException($"The column '{column.Field.Name}' got {column.Buffer.Rows - _waiting + 1} values in a row; it takes one.");
            }

            bytes += column.Buffer.Bytes;
        }

        Rows++;
        if (_waiting >= _options.RowGroupRows || bytes >= _options.RowGroupBytes)
        {
            EndRowGroup();
        }
    }

    /// <summary>Writes the rows that wait as a row group, which ends here.</summary>
    public void EndRowGroup()
    {
        if (_waiting == 0)
        {
            return;
        }

        var chunks = new List<WrittenChunk>();
        foreach (var column in _columns)
        {
            var chunk = new ChunkWriter(_stream, _position, column.Buffer, _options).Write();
            _position += chunk.CompressedBytes;
            chunks.Add(chunk);
            column.Buffer.Clear();
        }

        _groups.Add((_waiting, chunks));
        _waiting = 0;
    }

    /// <summary>Writes the last rows, the page index and the footer. Without it there is no file.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        EndRowGroup();
        var indices = _groups.SelectMany(group => group.Chunks).Select(chunk => (Chunk: chunk, Index: FooterWriter.PageIndex(chunk))).ToList();
        foreach (var (chunk, (index, _)) in indices)
        {
            if (index is not null)
            {
                chunk.ColumnIndex = (_position, index.Written.Length);
                Put(index.Written);
            }
        }

        foreach (var (chunk, (_, index)) in indices)
        {
            chunk.OffsetIndex = (_position, index.Written.Length);
            Put(index.Written);
        }

        var footer = FooterWriter.Footer(Schema, _groups, _options.KeyValues);
        Put(footer.Written);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(trailer, footer.Written.Length);
        "PAR1"u8.CopyTo(trailer[4..]);
        Put(trailer);
        _stream.Flush();
        _completed = true;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private static ParquetField LeafOf(ParquetField field)
    {
        var leaf = field is { LogicalType.Kind: ParquetLogicalKind.List, Children: [{ Children: [{ Repetition: ParquetRepetition.Required, PhysicalType: ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 } element] }] }
            ? element
            : field;
        var isWritten = leaf.Repetition != ParquetRepetition.Repeated && leaf.LogicalType.Kind is ParquetLogicalKind.None or ParquetLogicalKind.String or ParquetLogicalKind.Json
            && leaf.PhysicalType is ParquetPhysicalType.Boolean or ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 or ParquetPhysicalType.Float or ParquetPhysicalType.Double or ParquetPhysicalType.ByteArray;
        return isWritten ? leaf : throw new ArgumentException($"The field '{field.Name}' is of a kind that is not written.", nameof(field));
    }
}
