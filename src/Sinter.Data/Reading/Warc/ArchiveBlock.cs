namespace Sinter.Data.Reading.Warc;

/// <summary>Collects the records of one <see cref="RecordBlock"/> in memory of its own.</summary>
internal sealed class ArchiveBlock(int size)
{
    private readonly List<(long Number, int Start, int Header, int Body, string? Fault)> _records = [];
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(size + (size / 8));
    private int _length;

    public bool IsEmpty => _records.Count == 0;

    public bool IsFull => _length >= size || _records.Count >= size / 64;

    public void Add(long number, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var needed = _length + header.Length + body.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, Math.Min(2 * _bytes.Length, size * 2)));
        }

        header.CopyTo(_bytes.AsSpan(_length));
        body.CopyTo(_bytes.AsSpan(_length + header.Length));
        _records.Add((number, _length, header.Length, body.Length, null));
        _length = needed;
    }

    public void AddFault(long number, string reason) => _records.Add((number, 0, 0, 0, reason));

    public IEnumerable<ArchiveRecord> Records() =>
        _records.Select(record => new ArchiveRecord(
            record.Number,
            _bytes.AsMemory(record.Start, record.Header),
            _bytes.AsMemory(record.Start + record.Header, record.Body),
            record.Fault));
}
