using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data.Packing;

/// <summary>
/// Writes the files of a packed data set: shards, the list of documents, the manifest. Knows nothing of how sequences are made.
/// The folder is there when <see cref="Complete"/> has been called, else not at all.
/// </summary>
internal sealed class PackedFolderWriter : IDisposable
{
    private static readonly JsonSerializerOptions IdOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PackingOptions _options;
    private readonly AtomicFolder _folder;
    private readonly FileStream _documents;
    private readonly List<PackedShard> _shards = [];
    private ShardWriter? _shard;
    private long _documentCount;
    private long _textBytes;
    private long _tokens;
    private long _targets;

    public PackedFolderWriter(string folder, PackingOptions options)
    {
        options.Check();
        _options = options;
        _folder = AtomicFolder.Create(folder);
        _documents = new FileStream(Path.Combine(_folder.WorkPath, PackedDataset.DocumentListName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>The bytes of UTF-8 of the documents so far.</summary>
    public long TextBytes => _textBytes;

    /// <summary>Adds a line to the list of documents, and gives its ordinal.</summary>
    public int AddDocument(string id, int tokens, long textBytes)
    {
        _textBytes += textBytes;
        _documents.Write(Encoding.UTF8.GetBytes($"{{\"id\":{JsonSerializer.Serialize(id, IdOptions)},\"tokens\":{tokens},\"bytes\":{textBytes}}}\n"));
        return checked((int)_documentCount++);
    }

    /// <summary>Adds a sequence: all its tokens, its mask (empty where the data set has none), and its segments from position 0 on.</summary>
    public void AddSequence(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained, ReadOnlySpan<PackedSegment> segments)
    {
        foreach (var segment in segments)
        {
            _tokens += segment.Length;
            _targets += _options.HasTrainedMask ? trained.Slice(segment.Start + 1, segment.Length - 1).Count(true) : segment.Length - 1;
        }

        if (_shard is { IsFull: true })
        {
            EndShard();
        }

        _shard ??= new ShardWriter(_folder.WorkPath, $"shard-{_shards.Count:00000}.tokens", _options);
        _shard.Add(tokens, trained, segments);
    }

    /// <summary>Writes the report (where there is one) and the manifest, and gives the folder its name.</summary>
    public PackedManifest Complete(PackingReport? report, long splitDocuments, long truncatedDocuments, long truncatedTokens)
    {
        EndShard();
        _documents.Flush();
        _documents.Position = 0;
        var list = new PackedFile(PackedDataset.DocumentListName, _documents.Length, Convert.ToHexStringLower(SHA256.HashData(_documents)));
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
            SplitDocuments = splitDocuments,
            TruncatedDocuments = truncatedDocuments,
            TruncatedTokens = truncatedTokens,
            DocumentList = list,
            Shards = _shards,
        };
        if (report is not null)
        {
            AtomicFile.WriteAllText(Path.Combine(_folder.WorkPath, PackingReport.FileName), report.ToJson());
        }

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
