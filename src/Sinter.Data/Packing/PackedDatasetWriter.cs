namespace Sinter.Data.Packing;

/// <summary>
/// Packs tokenized documents into sequences of one length and writes them as a data set: shards, a list of documents, a report (<see cref="PackingReport"/>) and a manifest.
/// Unless it is told to concatenate, it never puts part of a document elsewhere if the document is no longer than the context. The folder is there when <see cref="Complete"/> has
/// been called, else not at all. The same documents in the same order give the same bytes.
/// </summary>
public sealed class PackedDatasetWriter : IDisposable
{
    private readonly record struct Piece(int BufferStart, int Length, int Document, int DocumentOffset);

    private readonly PackingOptions _options;
    private readonly PackedFolderWriter _folder;
    private readonly PackingSurvey _survey;
    private readonly SequenceBuilder _sequence;
    private readonly List<Piece> _pieces = [];
    private int[] _buffer = new int[1 << 12];
    private bool[] _trained = [];
    private int _buffered;

    /// <summary>Begins a data set in a folder, which it replaces at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option has no meaning.</exception>
    public PackedDatasetWriter(string folder, PackingOptions options)
    {
        _folder = new PackedFolderWriter(folder, options);
        _options = options;
        _survey = new PackingSurvey(options);
        _sequence = new SequenceBuilder(options);
    }

    /// <summary>How it packs.</summary>
    public PackingOptions Options => _options;

    /// <summary>How well it packed; null until <see cref="Complete"/>.</summary>
    public PackingReport? Report { get; private set; }

    /// <summary>
    /// Adds a document: its tokens, to which the end of text is added where it does not stand there already, and the bytes of UTF-8 that they stand for.
    /// </summary>
    /// <exception cref="ArgumentException">A token is no id of the vocabulary.</exception>
    public void Add(string id, ReadOnlySpan<int> tokens, long textBytes) => AddDocument(id, tokens, [], textBytes);

    /// <summary>Adds a document of which only some tokens are trained: those whose place in <paramref name="trained"/> is true, and the end of text that is added; <paramref name="textBytes"/> are those that the trained tokens stand for.</summary>
    /// <exception cref="ArgumentException">A token is no id of the vocabulary, the lengths differ, or the data set has no mask.</exception>
    public void Add(string id, ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained, long textBytes)
    {
        if (!_options.HasTrainedMask || trained.Length != tokens.Length)
        {
            throw new ArgumentException(
                _options.HasTrainedMask
                    ? $"The document '{id}' has {tokens.Length} tokens and a mask of {trained.Length}; they must be as many."
                    : $"The document '{id}' has a mask of trained tokens, but the data set was begun without; set {nameof(PackingOptions.HasTrainedMask)}.",
                nameof(trained));
        }

        AddDocument(id, tokens, trained, textBytes);
    }

    /// <summary>Packs what is left, writes the report and the manifest and gives the folder its name.</summary>
    public PackedManifest Complete()
    {
        PackWindow();
        _sequence.Flush(_folder);
        Report = _survey.Complete(_folder.TextBytes);
        return _folder.Complete(Report, _survey.Chosen.SplitDocuments, _survey.Chosen.TruncatedDocuments, _survey.Chosen.TruncatedTokens);
    }

    /// <summary>Deletes the data set where it was not completed.</summary>
    public void Dispose() => _folder.Dispose();

    private void AddDocument(string id, ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained, long textBytes)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_options.VocabularySize)
            {
                throw new ArgumentException($"The document '{id}' has the token {token}, which is no id of a vocabulary of {_options.VocabularySize}; tokenize it with the tokenizer of this data set.", nameof(tokens));
            }
        }

        var addsEnd = tokens.IsEmpty || tokens[^1] != _options.EndOfText;
        var length = tokens.Length + (addsEnd ? 1 : 0);
        var document = _folder.AddDocument(id, length, textBytes);
        _survey.Add(length);

        var start = _buffered;
        Reserve(length);
        tokens.CopyTo(_buffer.AsSpan(start));
        if (addsEnd)
        {
            _buffer[start + tokens.Length] = _options.EndOfText;
        }

        if (_options.HasTrainedMask)
        {
            _trained.AsSpan(start, length).Fill(true);
            trained.CopyTo(_trained.AsSpan(start));
        }

        _buffered += length;
        if (_options.LongDocuments == LongDocuments.Truncate)
        {
            length = Math.Min(length, _options.ContextLength);
        }

        Place(start, length, document);
        if (_options.Order != PackingOrder.BestFit)
        {
            _buffered = 0;
        }
        else if (_buffered >= _options.WindowTokens)
        {
            PackWindow();
        }
    }

    private void Place(int start, int length, int document)
    {
        if (_options.Order == PackingOrder.Concatenate)
        {
            Concatenate(start, length, document);
            return;
        }

        foreach (var (offset, pieceLength) in DocumentPieces.Of(length, _options.ContextLength))
        {
            var piece = new Piece(start + offset, pieceLength, document, offset);
            if (_options.Order == PackingOrder.BestFit)
            {
                _pieces.Add(piece);
            }
            else
            {
                Append(piece);
            }
        }
    }

    private void Concatenate(int start, int length, int document)
    {
        for (var offset = 0; ;)
        {
            var taken = Math.Min(_sequence.Room > 0 ? _sequence.Room : _options.ContextLength, length - offset);
            Append(new Piece(start + offset, taken, document, offset));
            if (offset + taken == length)
            {
                return;
            }

            // The last token before the cut stands again behind it: there it predicts the next one.
            offset += taken - 1;
        }
    }

    private void Append(Piece piece)
    {
        if (_sequence.Room < piece.Length)
        {
            _sequence.Flush(_folder);
        }

        var trained = _options.HasTrainedMask ? _trained.AsSpan(piece.BufferStart, piece.Length) : [];
        _sequence.Append(_buffer.AsSpan(piece.BufferStart, piece.Length), trained, piece.Document, piece.DocumentOffset);
    }

    private void Reserve(int length)
    {
        var needed = checked(_buffered + length);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(needed, Math.Min(2L * _buffer.Length, Array.MaxLength)));
        }

        if (_options.HasTrainedMask && _trained.Length < _buffer.Length)
        {
            Array.Resize(ref _trained, _buffer.Length);
        }
    }

    private void PackWindow()
    {
        var plan = SequencePlan.BestFit([.. _pieces.Select(piece => piece.Length)], _options.ContextLength, out var sequences);
        var bySequence = Enumerable.Range(0, plan.Length).ToLookup(piece => plan[piece]);
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            foreach (var piece in bySequence[sequence])
            {
                Append(_pieces[piece]);
            }

            _sequence.Flush(_folder);
        }

        _pieces.Clear();
        _buffered = 0;
    }
}
