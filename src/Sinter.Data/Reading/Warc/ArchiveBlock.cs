namespace Sinter.Data.Reading.Warc;

/// <summary>Collects the records of one <see cref="RecordBlock"/> in memory of its own.</summary>
/// <param name="source">The name of the archive.</param>
/// <param name="size">How many bytes make it full.</param>
internal sealed class ArchiveBlock(string source, int size)
{
    private readonly List<(long Number, int Start, int Header, int Body, ReadOutcome? Outcome)> _records = [];
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

    public void AddFault(long number, string reason) => AddOutcome(number, ReadOutcome.Fault(source, number, reason));

    public void AddPassedOver(long number, string reason) => AddOutcome(number, ReadOutcome.Pass(reason));

    public IEnumerable<ArchiveRecord> Records() =>
        _records.Select(record => new ArchiveRecord(
            record.Number,
            _bytes.AsMemory(record.Start, record.Header),
            _bytes.AsMemory(record.Start + record.Header, record.Body),
            record.Outcome));

    private void AddOutcome(long number, ReadOutcome outcome) => _records.Add((number, 0, 0, 0, outcome));
}
