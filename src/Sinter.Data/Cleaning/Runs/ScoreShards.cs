using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>Scores in shards: a row for each document, a column for each rule.</summary>
internal sealed class ScoreShards : IShardFormat
{
    /// <inheritdoc/>
    public string Ending => ".scores";

    /// <summary>The rows of a folder, in the order of the input.</summary>
    public static IEnumerable<ScoreRow> Read(CleaningFolder folder, CleaningChain chain)
    {
        foreach (var path in ShardWriter.Files(folder.Scores))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.SequentialScan);
            foreach (var row in ScoreRow.ReadSpool(stream, chain.Rules.Count))
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public void Finish(string spool, string path) => JsonLinesShards.Plain.Finish(spool, path);
}
