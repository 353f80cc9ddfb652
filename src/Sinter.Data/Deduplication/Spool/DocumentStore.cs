namespace Sinter.Data.Deduplication;

/// <summary>The documents of earlier runs, and behind them those of this one.</summary>
internal sealed class DocumentStore : IDocumentStore
{
    private readonly StoredDocuments[] _parts;
    private readonly int[] _starts;

    /// <summary>Joins documents; the last part is this run's own.</summary>
    /// <exception cref="InvalidDataException">There are more than can be numbered.</exception>
    public DocumentStore(IEnumerable<StoredDocuments> parts)
    {
        _parts = [.. parts];
        _starts = new int[_parts.Length + 1];
        for (var i = 0; i < _parts.Length; i++)
        {
            var next = (long)_starts[i] + _parts[i].Count;
            _starts[i + 1] = next < Array.MaxLength ? (int)next : throw new InvalidDataException($"There are more than {Array.MaxLength - 1} documents with those of --against, the most that one run can compare; give fewer.");
        }
    }

    /// <inheritdoc/>
    public int Count => _starts[^1];

    /// <inheritdoc/>
    public int Earlier => _starts[^2];

    /// <inheritdoc/>
    public string Id(int document) => Find(document, out var within).Id(within);

    /// <inheritdoc/>
    public string Text(int document) => Find(document, out var within).Text(within);

    /// <inheritdoc/>
    public ulong Rank(int document) => document < Earlier ? 0 : _parts[^1].Entry(document - Earlier).Rank;

    /// <inheritdoc/>
    public IEnumerable<string> Texts(int from)
    {
        var part = from < Count ? PartOf(from) : _parts.Length;
        for (var within = part < _parts.Length ? from - _starts[part] : 0; part < _parts.Length; part++, within = 0)
        {
            foreach (var text in _parts[part].Texts(within))
            {
                yield return text;
            }
        }
    }

    /// <summary>The sketches of all documents in order; each is valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sketches() => _parts.SelectMany(static part => part.Sketches());

    private StoredDocuments Find(int document, out int within)
    {
        var part = PartOf(document);
        within = document - _starts[part];
        return _parts[part];
    }

    private int PartOf(int document)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)document, (uint)Count, nameof(document));
        var part = _parts.Length - 1;
        while (_starts[part] > document)
        {
            part--;
        }

        return part;
    }
}
