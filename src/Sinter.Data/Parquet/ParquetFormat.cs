using Sinter.Data.Reading;

namespace Sinter.Data.Parquet;

/// <summary>
/// Parquet files: each row is a document. The text is the column <see cref="ReadSettings.TextField"/>, the id the column <see cref="ReadSettings.IdField"/> in words or else
/// <c>source#row</c> with rows from 1; all other columns become metadata, scalars in words and nested ones as compact JSON, each cut at 4 kB. The stream must be seekable, because a Parquet file is read
/// from its end: one that is not, as of a compressed file, is a fault.
/// </summary>
public sealed class ParquetFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "parquet";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".parquet"];

    /// <inheritdoc/>
    public bool NeedsSeeking => true;

    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("PAR1"u8);

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        ParquetFile? file = null;
        DocumentColumns? columns = null;
        var fault = "";
        try
        {
            file = content.CanSeek
                ? ParquetFile.Open(content)
                : throw new InvalidDataException("A Parquet file is read from its end, which this input does not allow: give it as a file that is not compressed as a whole.");
            columns = new DocumentColumns(file, source, settings);
        }
        catch (Exception caught) when (IsBroken(caught))
        {
            fault = caught.Message;
        }

        return columns is null ? [Fault(source, 0, fault)] : ReadRowGroups(file!, columns, source, settings);
    }

    private static IEnumerable<RecordBlock> ReadRowGroups(ParquetFile file, DocumentColumns columns, string source, ReadSettings settings)
    {
        for (var group = 0; group < file.RowGroups.Count; group++)
        {
            var next = file.RowGroups[group].FirstRow;
            using var batches = file.ReadBatches(group, columns.Fields, settings.BlockBytes).GetEnumerator();
            string? fault;
            do
            {
                var block = new List<ParquetBatch>();
                fault = Gather(batches, block, settings.BlockBytes);
                if (block is [.., var last])
                {
                    next = last.FirstRow + last.Rows;
                    yield return new RecordBlock(block.Sum(batch => batch.Bytes), () => Decode(columns, block, source));
                }
            }
            while (fault is null);

            if (fault.Length > 0)
            {
                var end = file.RowGroups[group].FirstRow + file.RowGroups[group].Rows;
                yield return Fault(source, next + 1, $"The rows {next + 1} to {end} cannot be read. {fault}");
            }
        }
    }

    /// <summary>Takes batches for a block, for pages of many columns seldom end together. Gives null where more may follow, empty at the end, else what is wrong.</summary>
    private static string? Gather(IEnumerator<ParquetBatch> batches, List<ParquetBatch> block, int blockBytes)
    {
        try
        {
            var bytes = 0L;
            var rows = 0;
            while (batches.MoveNext())
            {
                block.Add(batches.Current);
                bytes += batches.Current.Bytes;
                rows += batches.Current.Rows;
                if (bytes >= blockBytes || rows >= ParquetFile.MaximumBatchRows)
                {
                    return null;
                }
            }

            return "";
        }
        catch (Exception caught) when (IsBroken(caught))
        {
            return caught.Message;
        }
    }

    private static List<ReadOutcome> Decode(DocumentColumns columns, List<ParquetBatch> block, string source)
    {
        var outcomes = new List<ReadOutcome>();
        foreach (var batch in block)
        {
            var before = outcomes.Count;
            try
            {
                columns.Decode(batch, outcomes);
            }
            catch (InvalidDataException caught)
            {
                outcomes.RemoveRange(before, outcomes.Count - before);
                outcomes.Add(ReadOutcome.Fault(source, batch.FirstRow + 1, $"The rows {batch.FirstRow + 1} to {batch.FirstRow + batch.Rows} cannot be read. {caught.Message}"));
            }
        }

        return outcomes;
    }

    private static RecordBlock Fault(string source, long place, string reason) => new(0, () => [ReadOutcome.Fault(source, place, reason)]);

    private static bool IsBroken(Exception caught) => caught is InvalidDataException or EndOfStreamException;
}
