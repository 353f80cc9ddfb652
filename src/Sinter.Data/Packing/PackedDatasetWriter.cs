using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data.Packing;

/// <summary>
/// Packs tokenized documents into sequences of one length and writes them as a data set: shards, a list of documents and a manifest.
/// It never puts part of a document elsewhere unless the document is longer than the context. The folder is there when <see cref="Complete"/> has been called, else not at all.
/// The same documents in the same order give the same bytes.
/// </summary>
public sealed class PackedDatasetWriter : IDisposable
{
    internal const string DocumentListName = "documents.jsonl";

    private static readonly JsonSerializerOptions IdOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly record struct Piece(int BufferStart, int Length, int Document, int DocumentOffset);

    private readonly PackingOptions _options;
    private readonly AtomicFolder _folder;
    private readonly FileStream _documents;
    private readonly List<PackedShard> _shards = [];
    private readonly List<Piece> _pieces = [];
    private readonly int[] _sequenceTokens;
    private readonly bool[] _sequenceTrained;
    private readonly List<PackedSegment> _sequenceSegments = [];
    private int[] _buffer = new int[1 << 12];
    private bool[] _trained = [];
    private int _buffered;
    private ShardWriter? _shard;
    private long _documentCount;
    private long _textBytes;
    private long _tokens;
    private long _targets;
    private long _splitDocuments;
    private long _truncatedDocuments;
    private long _truncatedTokens;

    /// <summary>Begins a data set in a folder, which it replaces at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option has no meaning.</exception>
    public PackedDatasetWriter(string folder, PackingOptions options)
    {
        options.Check();
        _options = options;
        _sequenceTokens = new int[options.ContextLength];
        _sequenceTrained = new bool[options.HasTrainedMask ? options.ContextLength : 0];
        _folder = AtomicFolder.Create(folder);
        _documents = new FileStream(Path.Combine(_folder.WorkPath, DocumentListName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

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

    /// <summary>Packs what is left, writes the manifest and gives the folder its name.</summary>
    public PackedManifest Complete()
    {
        PackWindow();
        EndShard();
        _documents.Flush();
        _documents.Position = 0;
        var list = new PackedFile(DocumentListName, _documents.Length, Convert.ToHexStringLower(SHA256.HashData(_documents)));
        _documents.Dispose();
        var manifest = new PackedManifest
        {
            FormatVersion = PackedManifest.CurrentFormatVersion,
            TokenizerFingerprint = _options.TokenizerFingerprint,
            VocabularySize = _options.VocabularySize,
            EndOfText = _options.EndOfText,
            ContextLength = _options.ContextLength,
            TokenBytes = _options.TokenBytes,
            HasTrainedMask = _options.HasTrainedMask,
            Documents = _documentCount,
            TextBytes = _textBytes,
            Sequences = _shards.Sum(shard => shard.Sequences),
            Tokens = _tokens,
            Targets = _targets,
            SplitDocuments = _splitDocuments,
            TruncatedDocuments = _truncatedDocuments,
            TruncatedTokens = _truncatedTokens,
            DocumentList = list,
            Shards = _shards,
        };
        AtomicFile.WriteAllText(Path.Combine(_folder.WorkPath, PackedManifest.FileName), manifest.ToJson());
        _folder.Complete();
        return manifest;
    }

    /// <summary>Deletes the data set where it was not completed.</summary>
    public void Dispose()
    {
        _shard?.Dispose();
        _documents.Dispose();
        _folder.Dispose();
    }

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
        var document = checked((int)_documentCount++);
        _textBytes += textBytes;
        _documents.Write(Encoding.UTF8.GetBytes($"{{\"id\":{JsonSerializer.Serialize(id, IdOptions)},\"tokens\":{length},\"bytes\":{textBytes}}}\n"));

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
        AddPieces(start, length, document);
        if (_buffered >= _options.WindowTokens)
        {
            PackWindow();
        }
    }

    private void AddPieces(int start, int length, int document)
    {
        var context = _options.ContextLength;
        if (length > context && _options.LongDocuments == LongDocuments.Truncate)
        {
            _truncatedDocuments++;
            _truncatedTokens += length - context;
            length = context;
        }

        _splitDocuments += length > context ? 1 : 0;
        _pieces.Add(new Piece(start, Math.Min(length, context), document, 0));
        for (var offset = context - 1; offset + 1 < length; offset += context - 1)
        {
            _pieces.Add(new Piece(start + offset, Math.Min(length - offset, context), document, offset));
        }
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
        var plan = SequencePlan.Make([.. _pieces.Select(piece => piece.Length)], _options.ContextLength, _options.Order, out var sequences);
        var bySequence = Enumerable.Range(0, plan.Length).ToLookup(piece => plan[piece]);
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            WriteSequence(bySequence[sequence]);
        }

        _pieces.Clear();
        _buffered = 0;
    }

    private void WriteSequence(IEnumerable<int> pieces)
    {
        var position = 0;
        _sequenceSegments.Clear();
        foreach (var piece in pieces.Select(i => _pieces[i]))
        {
            _buffer.AsSpan(piece.BufferStart, piece.Length).CopyTo(_sequenceTokens.AsSpan(position));
            if (_options.HasTrainedMask)
            {
                _trained.AsSpan(piece.BufferStart, piece.Length).CopyTo(_sequenceTrained.AsSpan(position));
                _targets += _trained.AsSpan(piece.BufferStart + 1, piece.Length - 1).Count(true);
            }
            else
            {
                _targets += piece.Length - 1;
            }

            _sequenceSegments.Add(new PackedSegment(position, piece.Length, piece.Document, piece.DocumentOffset));
            position += piece.Length;
        }

        _tokens += position;
        _sequenceTokens.AsSpan(position).Fill(_options.EndOfText);
        if (_options.HasTrainedMask)
        {
            _sequenceTrained.AsSpan(position).Clear();
        }

        if (_shard is { IsFull: true })
        {
            EndShard();
        }

        _shard ??= new ShardWriter(_folder.WorkPath, $"shard-{_shards.Count:00000}.tokens", _options);
        _shard.Add(_sequenceTokens, _sequenceTrained, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sequenceSegments));
    }

    private void EndShard()
    {
        if (_shard is not null)
        {
            _shards.Add(_shard.Complete());
            _shard.Dispose();
            _shard = null;
        }
    }
}
