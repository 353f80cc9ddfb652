using Sinter.Data.Compression;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;

namespace Sinter.Data.Shards;

/// <summary>Reads the documents of shards, whatever their form.</summary>
public static class DocumentShards
{
    /// <summary>The documents of all finished shards of a folder, in order.</summary>
    public static IEnumerable<Document> Read(string folder) => ShardWriter.Files(folder).SelectMany(ReadWithDetail).Select(static entry => entry.Document);

    /// <summary>The documents of one shard, with the <c>detail</c> of dropped ones, else an empty text.</summary>
    internal static IEnumerable<(Document Document, string Detail)> ReadWithDetail(string path)
    {
        if (path.EndsWith(".parquet", StringComparison.Ordinal))
        {
            foreach (var document in ReadParquet(path))
            {
                yield return (document, "");
            }

            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        using var stream = ContentDecoder.Open(file, Path.GetFileName(path));
        foreach (var entry in JsonLines.ReadDetailedDocuments(stream, path))
        {
            yield return entry;
        }
    }

    private static IEnumerable<Document> ReadParquet(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        foreach (var outcome in new ParquetFormat().Read(file, path, ReadSettings.Default).SelectMany(static block => block.Decode()))
        {
            yield return outcome.Document ?? throw new InvalidDataException($"'{path}' is damaged: {outcome.Broken!.Reason}");
        }
    }

    /// <summary>The documents of finished shards and of the one that is being filled.</summary>
    internal static IEnumerable<Document> ReadWithSpool(string folder)
    {
        var spools = Directory.EnumerateFiles(folder, "part-*.spool").ToDictionary(Part, StringComparer.Ordinal);
        return ShardWriter.Files(folder).Where(path => !spools.ContainsKey(Part(path))).Concat(spools.Values)
            .OrderBy(Part, StringComparer.Ordinal)
            .SelectMany(ReadWithDetail)
            .Select(static entry => entry.Document);
    }

    /// <summary>What spool and final file of a shard have in common: <c>part-00003</c>.</summary>
    private static string Part(string path) => Path.GetFileName(path).Split('.')[0];
}
