using Sinter.Cli.Progress;
using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Reading;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs;

/// <summary>A packing that a command line asks for. What it writes is there whole or as it was: a run that was killed is begun anew, and gives the same bytes.</summary>
internal sealed record PackJob
{
    /// <summary>What is packed.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Makes the tokens, or made them.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The folder to write.</summary>
    public required string Folder { get; init; }

    /// <summary>What rows of tokens become; null where the inputs are text.</summary>
    public required ImportedRows? Import { get; init; }

    /// <summary>The tokens of a sequence; null where an export says it.</summary>
    public required int? ContextLength { get; init; }

    /// <summary>How documents are put into sequences.</summary>
    public required PackingOrder Order { get; init; }

    /// <summary>What becomes of long ones.</summary>
    public required LongDocuments LongDocuments { get; init; }

    /// <summary>The token that ends a document.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The token that begins one, or null.</summary>
    public required int? Beginning { get; init; }

    /// <summary>Whether Parquet is written instead of shards.</summary>
    public required bool IsParquet { get; init; }

    /// <summary>The columns of the Parquet files.</summary>
    public required PackedColumns Columns { get; init; }

    /// <summary>How the inputs are read.</summary>
    public required ReadSettings Settings { get; init; }

    /// <summary>Their form; null to tell it from content and name.</summary>
    public required string? InputFormat { get; init; }

    /// <summary>Worker threads; 0 for one a core.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether what is in the folder may be replaced.</summary>
    public required bool Overwrite { get; init; }

    /// <summary>Packs, and tells what was made of it.</summary>
    public PackResult Run(IProgressView progress, CancellationToken cancellation)
    {
        // Parquet is made of shards, so that each way of packing is written in one place.
        var folder = IsParquet ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)) + ".packing" : Folder;
        try
        {
            var result = Import is { } rows ? ImportRows(folder, rows, progress, cancellation) : PackDocuments(folder, progress, cancellation);
            if (IsParquet)
            {
                using var data = PackedDataset.Open(folder, checkHashes: false);
                PackedParquetExport.Write(data, Folder, Columns, progress: done => progress.Report(new StageProgress(done, data.Sequences, "sequences")), cancellation: cancellation);
            }

            return result;
        }
        finally
        {
            if (IsParquet && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private PackResult PackDocuments(string folder, IProgressView progress, CancellationToken cancellation)
    {
        var total = Inputs.Sum(static input => input.Length ?? 0);
        using var writer = new PackedDatasetWriter(folder, Options(ContextLength!.Value));
        var packer = new DocumentPacker(writer, Tokenizer, Beginning);
        var blocks = Inputs.SelectMany(input => DocumentReader.Read(input, Settings, InputFormat));
        packer.Pack(blocks, Threads, counts => progress.Report(new StageProgress(counts.Bytes, counts.Bytes <= total ? total : 0, StageProgress.Bytes)), cancellation);
        return packer.Counts is { Documents: 0, Faults: [var fault, ..] }
            ? throw new InvalidDataException($"Not one document could be packed, so '{Folder}' is not written: {fault}")
            : new PackResult(writer.Complete(), writer.Report, packer.Counts);
    }

    private PackResult ImportRows(string folder, ImportedRows rows, IProgressView progress, CancellationToken cancellation)
    {
        var files = Inputs.Where(static input => input.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)).ToList();
        if (files.Count == 0)
        {
            throw new UsageException($"--import: '{Inputs[0].Name}' is no Parquet file; name files or a folder of files that end in .parquet.");
        }

        var import = new PackedParquetImport(files, Tokenizer, folder);
        var context = ContextLength ?? import.Exported?.ContextLength ?? throw new UsageException($"--context is missing; '{files[0].Name}' does not tell how many tokens its sequences have.");
        var isWhole = rows == ImportedRows.Sequences && import.Exported is not null;
        var options = Options(context) with { HasTrainedMask = isWhole ? import.Exported!.HasTrainedMask : import.HasLabels, EndOfText = isWhole ? import.Exported!.EndOfText : EndOfText };
        var (manifest, report) = import.Import(rows, options, done => progress.Report(new StageProgress(done, 0, "rows")), cancellation);
        return new PackResult(manifest, report, null);
    }

    private PackingOptions Options(int context) => new()
    {
        ContextLength = context,
        VocabularySize = Tokenizer.VocabularySize,
        EndOfText = EndOfText,
        TokenizerFingerprint = Tokenizer.Fingerprint,
        Order = Order,
        LongDocuments = LongDocuments,
    };
}

/// <summary>What became of a packing.</summary>
/// <param name="Manifest">What was written.</param>
/// <param name="Report">How well it was packed; null where sequences were imported as they are.</param>
/// <param name="Read">What was read of texts; null where tokens were imported.</param>
internal sealed record PackResult(PackedManifest Manifest, PackingReport? Report, DocumentPackingCounts? Read);
