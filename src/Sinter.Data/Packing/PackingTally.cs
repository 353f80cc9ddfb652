namespace Sinter.Data.Packing;

/// <summary>Counts what one way of packing makes of documents, from their lengths alone, as <see cref="PackedDatasetWriter"/> packs them.</summary>
/// <param name="order">How documents are put into sequences.</param>
/// <param name="longDocuments">What happens to long ones.</param>
/// <param name="context">The tokens of a sequence.</param>
internal sealed class PackingTally(PackingOrder order, LongDocuments longDocuments, int context)
{
    private readonly List<int> _window = [];
    private long _documents;
    private long _documentTokens;
    private long _sequences;
    private long _pieces;
    private long _placed;
    private long _splitTokens;
    private int _room;

    /// <summary>The documents of which parts lie in several sequences.</summary>
    public long SplitDocuments { get; private set; }

    /// <summary>The documents that lose their end.</summary>
    public long TruncatedDocuments { get; private set; }

    /// <summary>The tokens that are cut off.</summary>
    public long TruncatedTokens { get; private set; }

    /// <summary>Whether this is the way of these options.</summary>
    public bool Is(PackingOptions options) => order == options.Order && longDocuments == options.LongDocuments;

    /// <summary>Adds a document.</summary>
    public void Add(int length)
    {
        _documents++;
        _documentTokens += length;
        if (longDocuments == LongDocuments.Truncate && length > context)
        {
            TruncatedDocuments++;
            TruncatedTokens += length - context;
            length = context;
        }

        var pieces = order == PackingOrder.Concatenate ? Concatenate(length) : Place(length);
        _pieces += pieces;
        _placed += length + pieces - 1;
        SplitDocuments += pieces > 1 ? 1 : 0;
        _splitTokens += pieces > 1 ? length : 0;
    }

    /// <summary>Packs the documents that wait, where this way packs many at a time.</summary>
    public void EndWindow()
    {
        if (_window.Count > 0)
        {
            _ = SequencePlan.BestFit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_window), context, out var sequences);
            _sequences += sequences;
            _window.Clear();
        }
    }

    /// <summary>The counts so far; <see cref="EndWindow"/> first.</summary>
    public PackingFigures Figures()
    {
        var positions = _sequences * context;
        return new PackingFigures
        {
            Order = order,
            LongDocuments = longDocuments,
            Sequences = _sequences,
            Padding = positions - _placed,
            PaddingShare = Share(positions - _placed, positions),
            SplitDocuments = SplitDocuments,
            SplitDocumentShare = Share(SplitDocuments, _documents),
            SplitTokenShare = Share(_splitTokens, _documentTokens),
            RepeatedTokens = _pieces - _documents,
            TruncatedDocuments = TruncatedDocuments,
            TruncatedDocumentShare = Share(TruncatedDocuments, _documents),
            TruncatedTokens = TruncatedTokens,
            TruncatedTokenShare = Share(TruncatedTokens, _documentTokens),
            DocumentsPerSequence = Share(_pieces, _sequences),
        };
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 6);

    private int Place(int length)
    {
        var pieces = 0;
        foreach (var piece in DocumentPieces.Of(length, context))
        {
            pieces++;
            if (order == PackingOrder.BestFit)
            {
                _window.Add(piece.Length);
            }
            else
            {
                Open(atLeast: piece.Length);
                _room -= piece.Length;
            }
        }

        return pieces;
    }

    private int Concatenate(int length)
    {
        for (var pieces = 1; ; pieces++)
        {
            Open(atLeast: 1);
            var taken = Math.Min(_room, length);
            _room -= taken;
            if (taken == length)
            {
                return pieces;
            }

            length -= taken - 1;
        }
    }

    private void Open(int atLeast)
    {
        if (_room < atLeast)
        {
            _sequences++;
            _room = context;
        }
    }
}
