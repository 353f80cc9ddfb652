using Sinter.Data.Parquet;

namespace Sinter.Data.Shards;

/// <summary>Shards of Parquet, with the columns <c>id</c>, <c>text</c>, <c>source</c> and <c>metadata</c>.</summary>
public sealed class ParquetShards : IShardFormat
{
    /// <inheritdoc/>
    public string Ending => ".parquet";

    /// <inheritdoc/>
    public void Finish(string spool, string path)
    {
        using var writer = ParquetDocumentWriter.Create(path);
        foreach (var document in JsonLines.ReadDocuments(spool))
        {
            writer.Write(document);
        }

        writer.Complete();
    }
}
