using Sinter.Data.Parquet;
using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Scores in shards of Parquet, which any tool can query: the columns <c>id</c>, <c>droppedBy</c> (the name of the rule, empty for a kept document), <c>bytesIn</c>,
/// <c>bytesOut</c>, <c>tokens</c>, <c>language</c>, <c>domain</c>, and one column for each rule, NaN where nothing was measured.
/// </summary>
/// <param name="chain">The rules.</param>
internal sealed class ScoreShards(CleaningChain chain) : IShardFormat
{
    private const int FirstScore = 7;

    /// <inheritdoc/>
    public string Ending => ".parquet";

    /// <summary>The rows of a folder, in the order of the input.</summary>
    /// <exception cref="InvalidDataException">The columns are not those of the chain.</exception>
    public static IEnumerable<ScoreRow> Read(CleaningFolder folder, CleaningChain chain) => ShardWriter.Files(folder.Scores).SelectMany(path => Read(path, folder, chain));

    /// <summary>The rows of one shard.</summary>
    public static IEnumerable<ScoreRow> Read(string path, CleaningFolder folder, CleaningChain chain)
    {
        var rules = chain.Rules.ToDictionary(static rule => rule.Name, static rule => rule.Index, StringComparer.Ordinal);
        rules[""] = ChainResult.Kept;
        rules[DroppedJson.BrokenReason] = ChainResult.Broken;
        using var file = ParquetFile.Open(path);
        var leaves = file.Schema.Leaves;
        if (!leaves.Skip(FirstScore).Select(static leaf => leaf.Name).SequenceEqual(chain.Rules.Select(static rule => rule.Name), StringComparer.Ordinal))
        {
            throw new InvalidDataException($"'{path}' has scores of other rules than the steps in '{folder.Settings}' have now; clean again.");
        }

        foreach (var batch in file.ReadBatches())
        {
            var columns = leaves.Select(batch.Column).ToArray();
            for (var i = 0; i < batch.Rows; i++)
            {
                var row = i;
                yield return new ScoreRow
                {
                    Id = columns[0].String(i)!,
                    DroppedBy = rules.TryGetValue(columns[1].String(i)!, out var rule) ? rule : throw new InvalidDataException($"'{path}' names a rule that there is not; clean again."),
                    BytesIn = (int)columns[2].Int64(i),
                    BytesOut = (int)columns[3].Int64(i),
                    Tokens = (int)columns[4].Int64(i),
                    Language = columns[5].String(i)!,
                    Domain = columns[6].String(i)!,
                    Scores = [.. columns.Skip(FirstScore).Select(column => (float)column.Double(row))],
                };
            }
        }
    }

    /// <inheritdoc/>
    public void Finish(string spool, string path) => AtomicFile.Write(path, stream =>
    {
        ParquetField[] fixedColumns =
        [
            ParquetField.String("id"), ParquetField.String("droppedBy"), ParquetField.Int32("bytesIn"), ParquetField.Int32("bytesOut"), ParquetField.Int32("tokens"),
            ParquetField.String("language"), ParquetField.String("domain"),
        ];
        var writer = ParquetWriter.Create(stream, new ParquetSchema([.. fixedColumns, .. chain.Rules.Select(static rule => ParquetField.Float(rule.Name))]));
        using var rows = new FileStream(spool, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 18, FileOptions.SequentialScan);
        foreach (var row in ScoreRow.ReadSpool(rows, chain.Rules.Count))
        {
            writer.Column(0).Append(row.Id);
            writer.Column(1).Append(row.DroppedBy switch { ChainResult.Kept => "", ChainResult.Broken => DroppedJson.BrokenReason, var rule => chain.Rules[rule].Name });
            writer.Column(2).Append(row.BytesIn);
            writer.Column(3).Append(row.BytesOut);
            writer.Column(4).Append(row.Tokens);
            writer.Column(5).Append(row.Language);
            writer.Column(6).Append(row.Domain);
            for (var i = 0; i < row.Scores.Length; i++)
            {
                writer.Column(FirstScore + i).Append(row.Scores[i]);
            }

            writer.EndRow();
        }

        writer.Complete();
    });
}
