namespace Sinter.Data.Parquet;

/// <summary>
/// A Parquet file that is open for reading: its schema, its row groups, and its rows in batches of chosen columns. It is done when it is disposed; batches live on.
/// Whatever is malformed, and what is not read (encryption, LZO), is an <see cref="InvalidDataException"/>, a file that breaks off while it is read may be an
/// <see cref="EndOfStreamException"/>; nothing else is thrown for the content of a file.
/// </summary>
public sealed class ParquetFile : IDisposable
{
    /// <summary>About how many bytes a batch covers where nothing else is asked for.</summary>
    public const int UsualBatchBytes = 1 << 20;

    // Rows may take next to nothing in the file; who goes through them makes objects of them.
    internal const int MaximumBatchRows = 1 << 16;

    // A page of nulls takes a few bytes in the file whatever its size here, and a file may have thousands of columns.
    private const long MaximumMemory = 2L << 30;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly FileMetadata _metadata;

    private ParquetFile(Stream stream, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _metadata = FooterReader.Read(stream);
    }

    /// <summary>The columns and how they are nested.</summary>
    public ParquetSchema Schema => _metadata.Schema;

    /// <summary>How many rows there are.</summary>
    public long Rows => _metadata.Rows;

    /// <summary>The parts in which the rows are stored.</summary>
    public IReadOnlyList<ParquetRowGroup> RowGroups => _metadata.RowGroups;

    /// <summary>Facts that the writer left, by name; a name may be given twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> KeyValues => _metadata.KeyValues;

    /// <summary>The program that wrote the file.</summary>
    public string CreatedBy => _metadata.CreatedBy;

    /// <summary>Opens a file and reads its footer.</summary>
    public static ParquetFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.RandomAccess);
        try
        {
            return new ParquetFile(stream, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file in a stream, which must be seekable (<see cref="ArgumentException"/>), because the footer is at the end; the stream stays open.</summary>
    public static ParquetFile Open(Stream stream) => stream.CanSeek
        ? new ParquetFile(stream, leaveOpen: true)
        : throw new ArgumentException("A Parquet file is read from its end, so its stream must be seekable.", nameof(stream));

    /// <summary>All rows in order, in batches; of the columns at and below the given fields, or of all.</summary>
    public IEnumerable<ParquetBatch> ReadBatches(IReadOnlyCollection<ParquetField>? fields = null, int batchBytes = UsualBatchBytes) =>
        Enumerable.Range(0, RowGroups.Count).SelectMany(group => ReadBatches(group, fields, batchBytes));

    /// <summary>
    /// The rows of one row group in order, in batches of about <paramref name="batchBytes"/>. Only the chosen columns are read, a few pages at a time: one that a batch
    /// needs, and one ahead where the column is repeated.
    /// </summary>
    public IEnumerable<ParquetBatch> ReadBatches(int rowGroup, IReadOnlyCollection<ParquetField>? fields = null, int batchBytes = UsualBatchBytes)
    {
        var group = RowGroups[rowGroup];
        var leaves = (fields ?? Schema.Fields).SelectMany(field => field.Leaves()).Distinct().ToArray();
        var cursors = leaves.Select(leaf => new ColumnCursor(new PageStream(_stream, leaf, group.Columns[leaf.Leaf]), leaf, group)).ToArray();
        for (var left = group.Rows; left > 0;)
        {
            var batch = ReadBatch(leaves, cursors, group.FirstRow + group.Rows - left, left, batchBytes);
            left -= batch.Rows;
            yield return batch;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private static ParquetBatch ReadBatch(ParquetField[] leaves, ColumnCursor[] cursors, long firstRow, long left, int batchBytes)
    {
        // A batch ends where a page of any column does, so that no value is ever copied.
        var rows = (int)Math.Min(left, MaximumBatchRows);
        var memory = 0L;
        foreach (var cursor in cursors)
        {
            rows = Math.Min(rows, cursor.MoveToRows());
            memory += cursor.PageMemory;
            if (memory > MaximumMemory)
            {
                throw new InvalidDataException($"The pages of {cursors.Length} columns need over {MaximumMemory >> 20} MB at once; read fewer columns.");
            }
        }

        var bytes = cursors.Sum(cursor => cursor.BytesOf(rows));
        if (bytes > batchBytes)
        {
            rows = (int)Math.Max(1, (long)((double)rows * batchBytes / bytes));
            bytes = cursors.Sum(cursor => cursor.BytesOf(rows));
        }

        var slices = new Dictionary<ParquetField, PageSlice>(cursors.Length);
        for (var i = 0; i < cursors.Length; i++)
        {
            slices.Add(leaves[i], cursors[i].Take(rows));
        }

        return new ParquetBatch(firstRow, rows, bytes, slices);
    }
}
