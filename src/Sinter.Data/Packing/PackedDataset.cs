using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sinter.Data.Packing;

/// <summary>
/// A packed data set on disk, mapped into memory: token sequences of one length, with the boundaries of the documents in them.
/// It is checked when it is opened. Reading is safe from several threads; disposing it while one reads is not.
/// </summary>
public sealed class PackedDataset : IFiniteSequences, IDisposable
{
    /// <summary>The name of the list of documents in the folder of a data set.</summary>
    public const string DocumentListName = "documents.jsonl";

    private readonly List<MappedShard> _shards = [];
    private readonly List<long> _shardStarts = [];

    private PackedDataset(string folder, PackedManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    /// <summary>The folder of the data set.</summary>
    public string Folder { get; }

    /// <summary>All that the manifest says.</summary>
    public PackedManifest Manifest { get; }

    /// <summary>The tokens of a sequence.</summary>
    public int ContextLength => Manifest.ContextLength;

    /// <summary>How many sequences there are.</summary>
    public long Sequences => Manifest.Sequences;

    /// <inheritdoc/>
    public long Targets => Manifest.Targets;

    /// <inheritdoc/>
    public double TextBytes(long sequences) => TextOf(sequences).Bytes;

    /// <summary>How many positions hold tokens of documents; the others are padding.</summary>
    public long Tokens => Manifest.Tokens;

    /// <summary>The number of token ids.</summary>
    public int VocabularySize => Manifest.VocabularySize;

    /// <summary>The fingerprint of the tokenizer that gave the ids.</summary>
    public string TokenizerFingerprint => Manifest.TokenizerFingerprint;

    /// <inheritdoc/>
    public string OrderFingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"packed {Sequences} {ContextLength} {VocabularySize} {TokenizerFingerprint}")));

    /// <summary>
    /// Opens a data set. With <paramref name="checkHashes"/> every file is read once and compared with the manifest's SHA-256; without, the sizes, headers and
    /// tables are checked.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is no packed data set, or a file of it is missing.</exception>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public static PackedDataset Open(string folder, bool checkHashes = true)
    {
        var manifest = PackedManifest.Load(folder);
        var dataset = new PackedDataset(folder, manifest);
        try
        {
            manifest.DocumentList.CheckedPath(folder);
            if (checkHashes)
            {
                manifest.DocumentList.CheckHash(folder);
            }

            var start = 0L;
            foreach (var shard in manifest.Shards)
            {
                dataset._shards.Add(MappedShard.Open(folder, shard, manifest, checkHashes));
                dataset._shardStarts.Add(start);
                start += shard.Sequences;
            }

            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a sequence into spans of the context length; allocates nothing.
    /// <paramref name="tokens"/>: the ids. <paramref name="targets"/>: at each position the next token where it is of the same document and trained, else -1.
    /// <paramref name="documentStarts"/>: at each position, the position at which its document begins; the padding counts as a document of its own.
    /// </summary>
    /// <exception cref="ArgumentException">A span has another length, or there is no such sequence.</exception>
    /// <exception cref="InvalidDataException">A token is no id of the vocabulary.</exception>
    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        if (tokens.Length != ContextLength || targets.Length != ContextLength || documentStarts.Length != ContextLength)
        {
            throw new ArgumentException($"A sequence has {ContextLength} tokens; the spans to read into must be as long.");
        }

        var shard = Find(place);
        _shards[shard].Read(place - _shardStarts[shard], tokens, targets, documentStarts);
    }

    /// <summary>Which parts of a sequence hold which documents, by position.</summary>
    public IReadOnlyList<PackedSegment> Segments(long sequence)
    {
        var shard = Find(sequence);
        return _shards[shard].Segments(sequence - _shardStarts[shard]).ToArray();
    }

    /// <summary>The ids of the documents, by ordinal.</summary>
    public IEnumerable<string> DocumentIds() => Documents().Select(document => document.Id);

    /// <summary>Which text the first sequences hold (all where there are fewer), so that a loss over them can be given in bits per byte.</summary>
    public PackedText TextOf(long sequences)
    {
        var predicted = new SortedDictionary<int, long>();
        for (var sequence = 0L; sequence < Math.Min(sequences, Sequences); sequence++)
        {
            foreach (var segment in Segments(sequence))
            {
                // Every token of a document but its first is predicted once: a piece begins with a token that the piece before it predicts.
                predicted[segment.Document] = predicted.GetValueOrDefault(segment.Document) + segment.Length - 1;
            }
        }

        var bytes = 0.0;
        foreach (var (ordinal, document) in Documents().Index())
        {
            if (predicted.TryGetValue(ordinal, out var tokens))
            {
                bytes += tokens >= document.Tokens - 1 ? document.Bytes : document.Bytes * ((double)tokens / (document.Tokens - 1));
            }
        }

        return new PackedText([.. predicted.Keys], bytes);
    }

    /// <summary>Where the tokens of a document lie: every sequence that holds a part of it, with that part; empty where there is no such document.</summary>
    public IReadOnlyList<(long Sequence, PackedSegment Segment)> Locate(string documentId)
    {
        var ordinals = DocumentIds().Index().Where(entry => string.Equals(entry.Item, documentId, StringComparison.Ordinal)).Select(entry => entry.Index).ToHashSet();
        var places = new List<(long Sequence, PackedSegment Segment)>();
        for (var sequence = 0L; ordinals.Count > 0 && sequence < Sequences; sequence++)
        {
            places.AddRange(Segments(sequence).Where(segment => ordinals.Contains(segment.Document)).Select(segment => (sequence, segment)));
        }

        return [.. places.OrderBy(place => place.Segment.DocumentOffset)];
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }

        _shards.Clear();
    }

    private IEnumerable<PackedDocument> Documents() => ReadDocuments(Path.Combine(Folder, Manifest.DocumentList.File));

    /// <summary>The documents of a list, by ordinal.</summary>
    internal static IEnumerable<PackedDocument> ReadDocuments(string path)
    {
        using var stream = File.OpenRead(path);
        var lines = new Utf8LineReader(stream, path, JsonLines.MaximumLineBytes);
        while (lines.TryRead(out var line))
        {
            yield return ReadDocument(line, path, lines.LineNumber);
        }
    }

    private static PackedDocument ReadDocument(ReadOnlyMemory<byte> line, string path, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var document = json.RootElement;
            return new PackedDocument(document.GetProperty("id").GetString()!, document.GetProperty("tokens").GetInt32(), document.GetProperty("bytes").GetInt64());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Line {number} of '{path}' does not tell of a document; pack the documents again.", fault);
        }
    }

    private int Find(long sequence)
    {
        if (sequence < 0 || sequence >= Sequences)
        {
            throw new ArgumentOutOfRangeException(nameof(sequence), $"There is no sequence {sequence}; the data set has {Sequences}.");
        }

        var shard = _shardStarts.BinarySearch(sequence);
        return shard >= 0 ? shard : ~shard - 1;
    }
}
