using System.Text.Json;
using Sinter.Data.Inputs;
using Sinter.Data.Parquet;
using Sinter.Tokenizers;

namespace Sinter.Data.Packing;

/// <summary>What a row of <c>input_ids</c> becomes.</summary>
public enum ImportedRows
{
    /// <summary>A sequence, as it is: what <see cref="PackedParquetExport"/> wrote becomes the same data set, that of others one document a row, or as many as <c>seq_lengths</c> has.</summary>
    Sequences,

    /// <summary>Documents, which are packed as if they had just been tokenized.</summary>
    Documents,
}

/// <summary>
/// Makes a packed data set of Parquet files with a column <c>input_ids</c> (lists of whole numbers); it looks at <c>attention_mask</c>, <c>labels</c>, <c>seq_lengths</c> and <c>id</c> too,
/// where they are there. Whatever is wrong in a file is an <see cref="InvalidDataException"/> that names file and row, and nothing is written then.
/// </summary>
public sealed class PackedParquetImport
{
    private readonly IReadOnlyList<InputFile> _files;
    private readonly Tokenizer _tokenizer;
    private readonly string _folder;

    /// <summary>Prepares an import.</summary>
    /// <param name="files">The files, in order.</param>
    /// <param name="tokenizer">The tokenizer that made the ids.</param>
    /// <param name="folder">The folder to write.</param>
    public PackedParquetImport(IReadOnlyList<InputFile> files, Tokenizer tokenizer, string folder)
    {
        _files = files;
        _tokenizer = tokenizer;
        _folder = folder;
        using var first = new OpenedFile(files[0]);
        HasLabels = new ImportedRow(first.Parquet, files[0].Name, tokenizer.VocabularySize).HasLabels;
        Exported = ManifestOf(first.Parquet, files[0].Name);
        if (Exported is not null && !string.Equals(Exported.TokenizerFingerprint, tokenizer.Fingerprint, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{files[0].Name}' was packed with another tokenizer (its fingerprint begins with {Start(Exported.TokenizerFingerprint)}, that of the one given with {Start(tokenizer.Fingerprint)}); give that one.");
        }
    }

    /// <summary>The manifest of the data set that was exported, where the files are an export.</summary>
    public PackedManifest? Exported { get; }

    /// <summary>Whether the files say which tokens are trained.</summary>
    public bool HasLabels { get; }

    /// <summary>Imports the rows.</summary>
    /// <param name="rows">What a row becomes.</param>
    /// <param name="options">How documents are packed, and what the data set says of itself; <see cref="PackingOptions.HasTrainedMask"/> as <see cref="HasLabels"/> or <see cref="Exported"/> has it.</param>
    /// <param name="progress">Is told how many rows were read.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; the folder stays as it was.</param>
    /// <returns>The manifest, and the report where documents were packed.</returns>
    public (PackedManifest Manifest, PackingReport? Report) Import(ImportedRows rows, PackingOptions options, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        if (rows == ImportedRows.Sequences)
        {
            using var folder = new PackedFolderWriter(_folder, options);
            return ImportSequences(folder, options, progress, cancellation);
        }

        using var writer = new PackedDatasetWriter(_folder, options);
        foreach (var (row, _, _) in Rows(options, progress, cancellation))
        {
            var start = 0;
            foreach (var (part, length) in row.Lengths.Index())
            {
                var tokens = row.Tokens.Slice(start, length);
                var trained = options.HasTrainedMask ? row.Trained.Slice(start, length) : [];
                var (id, bytes) = (PartName(row, part), TextBytes(tokens, trained));
                if (options.HasTrainedMask)
                {
                    writer.Add(id, tokens, trained, bytes);
                }
                else
                {
                    writer.Add(id, tokens, bytes);
                }

                start += length;
            }
        }

        return (writer.Complete(), writer.Report);
    }

    private (PackedManifest Manifest, PackingReport? Report) ImportSequences(PackedFolderWriter folder, PackingOptions options, Action<long>? progress, CancellationToken cancellation)
    {
        var listed = AddListedDocuments(folder);
        var documents = new List<(int Document, int Offset)>();
        var segments = new List<PackedSegment>();
        var tokens = new int[options.ContextLength];
        var trained = new bool[options.HasTrainedMask ? options.ContextLength : 0];
        foreach (var (row, batch, index) in Rows(options, progress, cancellation))
        {
            if (row.Tokens.Length > options.ContextLength)
            {
                throw row.Fault(batch.FirstRow + index + 1, $"has {row.Tokens.Length} tokens, but a sequence has {options.ContextLength}; give a longer --context, or import the rows as documents");
            }

            var isListed = listed is { } count && row.TryReadDocuments(batch, index, count, documents);
            segments.Clear();
            var start = 0;
            foreach (var (part, length) in row.Lengths.Index())
            {
                var (document, offset) = isListed ? documents[part] : (AddDocument(folder, row, part, start, length), 0);
                segments.Add(new PackedSegment(start, length, document, offset));
                start += length;
            }

            row.Tokens.CopyTo(tokens);
            tokens.AsSpan(start).Fill(options.EndOfText);
            row.Trained[..Math.Min(row.Trained.Length, trained.Length)].CopyTo(trained);
            trained.AsSpan(Math.Min(start, trained.Length)).Clear();
            folder.AddSequence(tokens, trained, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(segments));
        }

        var report = listed is null ? null : PackingReport.Load(ExportFolder!);
        return (folder.Complete(report, Exported?.SplitDocuments ?? 0, Exported?.TruncatedDocuments ?? 0, Exported?.TruncatedTokens ?? 0), report);
    }

    private int AddDocument(PackedFolderWriter folder, ImportedRow row, int part, int start, int length) =>
        folder.AddDocument(PartName(row, part), length, TextBytes(row.Tokens.Slice(start, length), row.Trained is { IsEmpty: false } trained ? trained.Slice(start, length) : []));

    private static string PartName(ImportedRow row, int part) => row.Lengths.Count > 1 ? $"{row.Name}.{part + 1}" : row.Name;

    /// <summary>The list of documents that lies beside an export, whose ordinals its rows tell; null where there is none.</summary>
    private long? AddListedDocuments(PackedFolderWriter folder)
    {
        if (Exported is null || ExportFolder is null || !File.Exists(Path.Combine(ExportFolder, Exported.DocumentList.File)))
        {
            return null;
        }

        Exported.DocumentList.CheckedPath(ExportFolder);
        Exported.DocumentList.CheckHash(ExportFolder);
        var count = 0L;
        foreach (var document in PackedDataset.ReadDocuments(Path.Combine(ExportFolder, Exported.DocumentList.File)))
        {
            folder.AddDocument(document.Id, document.Tokens, document.Bytes);
            count++;
        }

        return count;
    }

    private string? ExportFolder => _files[0].Path is { } path ? Path.GetDirectoryName(Path.GetDirectoryName(path)) : null;

    private IEnumerable<(ImportedRow Row, ParquetBatch Batch, int Index)> Rows(PackingOptions options, Action<long>? progress, CancellationToken cancellation)
    {
        var done = 0L;
        foreach (var file in _files)
        {
            using var opened = new OpenedFile(file);
            var row = new ImportedRow(opened.Parquet, file.Name, options.VocabularySize);
            if (row.HasLabels != HasLabels)
            {
                throw new InvalidDataException($"'{file.Name}' has {(HasLabels ? "no" : "a")} column '{PackedColumnNames.Labels}' and '{_files[0].Name}' has {(HasLabels ? "one" : "none")}; import them one by one.");
            }

            foreach (var batch in opened.Parquet.ReadBatches(row.Fields))
            {
                for (var index = 0; index < batch.Rows; index++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    row.Read(batch, index);
                    yield return (row, batch, index);
                    done++;
                }

                progress?.Invoke(done);
            }
        }
    }

    /// <summary>The bytes that the tokens stand for, or those of them that are trained.</summary>
    private long TextBytes(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained)
    {
        if (trained.IsEmpty)
        {
            return _tokenizer.DecodeBytes(tokens).Length;
        }

        var chosen = new List<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (trained[i])
            {
                chosen.Add(tokens[i]);
            }
        }

        return _tokenizer.DecodeBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen)).Length;
    }

    private static PackedManifest? ManifestOf(ParquetFile file, string name)
    {
        var json = file.KeyValues.FirstOrDefault(pair => string.Equals(pair.Key, PackedColumnNames.ManifestKey, StringComparison.Ordinal)).Value;
        try
        {
            return json is null ? null : PackedManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), name);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The footer of '{name}' holds no manifest of a packed data set ({fault.Message.TrimEnd('.')}); export the data set again.", fault);
        }
    }

    private static string Start(string fingerprint) => fingerprint[..Math.Min(8, fingerprint.Length)];

    /// <summary>A file that is open; one that cannot be read from its end is first copied to where it can.</summary>
    private sealed class OpenedFile : IDisposable
    {
        private readonly Stream _stream;

        public OpenedFile(InputFile file)
        {
            var raw = file.Open();
            _stream = raw.CanSeek ? raw : SpooledContent.Of(raw);
            try
            {
                Parquet = ParquetFile.Open(_stream);
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
            {
                _stream.Dispose();
                throw new InvalidDataException($"'{file.Name}' cannot be read as Parquet. {fault.Message}", fault);
            }
        }

        public ParquetFile Parquet { get; }

        public void Dispose()
        {
            Parquet.Dispose();
            _stream.Dispose();
        }
    }
}
