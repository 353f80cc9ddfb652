using Sinter.Data.Parquet;

namespace Sinter.Data.Packing;

/// <summary>
/// Writes a packed data set as Parquet files that Hugging Face's datasets reads (<c>data/train-00000-of-00002.parquet</c>): a row a sequence, with <c>input_ids</c>, the borders of its
/// documents (<c>seq_lengths</c>, <c>documents</c>, <c>document_offsets</c>) and what is asked for besides; beside them the list of documents and the report of the packing.
/// <see cref="PackedParquetImport"/> makes the same data set of it again.
/// </summary>
public static class PackedParquetExport
{
    /// <summary>The folder of the Parquet files in the folder of the export.</summary>
    public const string DataFolder = "data";

    /// <summary>About how many tokens a file holds.</summary>
    public const long UsualFileTokens = 1L << 27;

    /// <summary>Writes the folder, which is there whole or as it was.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="folder">The folder to write; an earlier export in it is replaced.</param>
    /// <param name="columns">The columns besides <c>input_ids</c> and the borders; the labels are always there where only some tokens are trained.</param>
    /// <param name="fileTokens">About how many tokens a file holds; at least one sequence.</param>
    /// <param name="progress">Is told how many sequences are written.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; the folder stays as it was.</param>
    public static void Write(
        PackedDataset data, string folder, PackedColumns columns, long fileTokens = UsualFileTokens, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        columns |= data.Manifest.HasTrainedMask ? PackedColumns.Labels : PackedColumns.None;
        using var target = AtomicFolder.Create(folder);
        Directory.CreateDirectory(Path.Combine(target.WorkPath, DataFolder));
        var perFile = Math.Max(1, fileTokens / data.ContextLength);
        var files = Math.Max(1, (data.Sequences + perFile - 1) / perFile);
        for (var file = 0L; file < files; file++)
        {
            using var output = AtomicFile.Create(Path.Combine(target.WorkPath, DataFolder, $"train-{file:00000}-of-{files:00000}.parquet"));
            WriteFile(data, output.Stream, columns, file * perFile, Math.Min(perFile, data.Sequences - (file * perFile)), progress, cancellation);
            output.Complete();
        }

        foreach (var name in (string[])[data.Manifest.DocumentList.File, PackingReport.FileName])
        {
            if (File.Exists(Path.Combine(data.Folder, name)))
            {
                File.Copy(Path.Combine(data.Folder, name), Path.Combine(target.WorkPath, name));
            }
        }

        target.Complete();
    }

    private static void WriteFile(PackedDataset data, Stream stream, PackedColumns columns, long first, long count, Action<long>? progress, CancellationToken cancellation)
    {
        var row = new ExportedRow(data.ContextLength);
        (string Name, PackedColumns Column, int[] Values)[] optional =
        [
            (PackedColumnNames.AttentionMask, PackedColumns.AttentionMask, row.AttentionMask),
            (PackedColumnNames.Labels, PackedColumns.Labels, row.Labels),
            (PackedColumnNames.PositionIds, PackedColumns.PositionIds, row.PositionIds),
        ];
        var chosen = Array.FindAll(optional, column => columns.HasFlag(column.Column));
        string[] names = [PackedColumnNames.InputIds, .. chosen.Select(column => column.Name), PackedColumnNames.SequenceLengths, PackedColumnNames.Documents, PackedColumnNames.DocumentOffsets];
        var options = new ParquetWriterOptions { KeyValues = [new(PackedColumnNames.ManifestKey, data.Manifest.ToJson())] };
        var writer = ParquetWriter.Create(stream, new ParquetSchema([.. names.Select(name => ParquetField.Int32List(name))]), options);
        for (var sequence = first; sequence < first + count; sequence++)
        {
            cancellation.ThrowIfCancellationRequested();
            row.Read(data, sequence);
            writer.Column(0).AppendList(row.InputIds);
            for (var i = 0; i < chosen.Length; i++)
            {
                writer.Column(1 + i).AppendList(chosen[i].Values);
            }

            var segments = data.Segments(sequence);
            writer.Column(1 + chosen.Length).AppendList([.. segments.Select(segment => segment.Length)]);
            writer.Column(2 + chosen.Length).AppendList([.. segments.Select(segment => segment.Document)]);
            writer.Column(3 + chosen.Length).AppendList([.. segments.Select(segment => segment.DocumentOffset)]);
            writer.EndRow();
            progress?.Invoke(sequence + 1);
        }

        writer.Complete();
    }

    /// <summary>A sequence in the form of the columns.</summary>
    private sealed class ExportedRow(int context)
    {
        private readonly int[] _targets = new int[context];
        private readonly int[] _starts = new int[context];

        public int[] InputIds { get; } = new int[context];

        public int[] AttentionMask { get; } = new int[context];

        public int[] Labels { get; } = new int[context];

        public int[] PositionIds { get; } = new int[context];

        public void Read(PackedDataset data, long sequence)
        {
            data.Read(sequence, InputIds, _targets, _starts);
            var segments = data.Segments(sequence);
            var end = segments is [.., var last] ? last.Start + last.Length : 0;
            for (var i = 0; i < context; i++)
            {
                AttentionMask[i] = i < end ? 1 : 0;
                Labels[i] = i > 0 && _targets[i - 1] >= 0 ? InputIds[i] : PackedColumnNames.Untrained;
                PositionIds[i] = i - _starts[i];
            }
        }
    }
}
