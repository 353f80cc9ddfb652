using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>The documents of one run as they lie on the disk, numbered from 0. Reading is safe from several threads.</summary>
internal sealed class StoredDocuments : IDisposable
{
    private const int PieceBytes = 4 << 20;

    /// <summary>Where arrays for lines come from: larger ones than 16 MB are not held on to.</summary>
    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(16 << 20, 64);

    private readonly string _sketches;
    private readonly DocumentTable _table;
    private readonly RecordFiles _ids;
    private readonly Lazy<RecordFiles> _records;
    private readonly RecordReader _reader;

    /// <summary>Opens the documents of a folder.</summary>
    /// <param name="folder">Where table, ids and sketches lie.</param>
    /// <param name="documents">How many there are.</param>
    /// <param name="records">Opens their lines, when the first is asked for.</param>
    /// <param name="settings">In which fields their lines hold text and id.</param>
    public StoredDocuments(string folder, int documents, Func<RecordFiles> records, ReadSettings settings)
    {
        var files = DocumentFiles.In(folder);
        _sketches = files.Sketches;
        _reader = new RecordReader(settings);
        _records = new Lazy<RecordFiles>(records);
        _table = new DocumentTable(files.Table, documents);
        _ids = new RecordFiles([files.Ids]);
    }

    public int Count => _table.Count;

    public DocumentEntry Entry(int document) => _table[document];

    public string Id(int document)
    {
        var bytes = IdBytes(document, 1);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The ids of documents that stand one behind another.</summary>
    public byte[] IdBytes(int first, int count)
    {
        var start = _table[first].IdStart;
        var bytes = new byte[_table[first + count].IdStart - start];
        _ids.Read(start, bytes);
        return bytes;
    }

    /// <summary>The lines of documents that stand one behind another, in an array of <see cref="Pool"/>, which may be longer.</summary>
    public byte[] RentRecords(int first, int count)
    {
        var start = _table[first].RecordStart;
        var length = checked((int)(_table[first + count].RecordStart - start));
        var bytes = Pool.Rent(length);
        _records.Value.Read(start, bytes.AsSpan(0, length));
        return bytes;
    }

    public string Text(int document)
    {
        var entry = _table[document];
        var length = (int)(_table[document + 1].RecordStart - entry.RecordStart);
        var rented = Pool.Rent(length);
        try
        {
            _records.Value.Read(entry.RecordStart, rented.AsSpan(0, length));
            return _reader.Read(rented.AsMemory(0, length), entry.IsPlain != 0).Text;
        }
        finally
        {
            Pool.Return(rented);
        }
    }

    /// <summary>How many documents from one on have lines that make about so many bytes; at least one.</summary>
    public int CountWithin(int first, int bytes = PieceBytes)
    {
        var end = _table[first].RecordStart + bytes;
        var last = first + 1;
        while (last < Count && _table[last + 1].RecordStart <= end)
        {
            last++;
        }

        return last - first;
    }

    public IEnumerable<string> Texts(int from)
    {
        for (var first = from; first < Count;)
        {
            var count = CountWithin(first);
            var bytes = RentRecords(first, count);
            var start = _table[first].RecordStart;
            for (var document = first; document < first + count; document++)
            {
                var entry = _table[document];
                yield return _reader.Read(bytes.AsMemory((int)(entry.RecordStart - start), (int)(_table[document + 1].RecordStart - entry.RecordStart)), entry.IsPlain != 0).Text;
            }

            Pool.Return(bytes);
            first += count;
        }
    }

    /// <summary>The sketches in order; each is valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sketches()
    {
        using var file = new FileStream(_sketches, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.SequentialScan);
        var length = new byte[sizeof(int)];
        var sketch = Array.Empty<byte>();
        for (var document = 0; document < Count; document++)
        {
            file.ReadExactly(length);
            var bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (bytes < 0 || bytes > file.Length)
            {
                throw new InvalidDataException($"'{_sketches}' is damaged; run the deduplication that wrote it again with --overwrite.");
            }

            if (sketch.Length < bytes)
            {
                sketch = new byte[Math.Max(bytes, 256)];
            }

            file.ReadExactly(sketch, 0, bytes);
            yield return sketch.AsMemory(0, bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _table.Dispose();
        _ids.Dispose();
        if (_records.IsValueCreated)
        {
            _records.Value.Dispose();
        }
    }
}
