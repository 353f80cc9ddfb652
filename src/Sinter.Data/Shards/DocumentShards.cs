using System.IO.Compression;

namespace Sinter.Data.Shards;

/// <summary>Reads the documents of shards, whatever their form.</summary>
public static class DocumentShards
{
    /// <summary>The documents of all finished shards of a folder, in order.</summary>
    public static IEnumerable<Document> Read(string folder) => ShardWriter.Files(folder).SelectMany(ReadFile);

    /// <summary>The documents of finished shards and of the one that is being filled.</summary>
    internal static IEnumerable<Document> ReadWithSpool(string folder)
    {
        var spools = Directory.EnumerateFiles(folder, "part-*.spool").Order(StringComparer.Ordinal).ToList();
        var known = spools.Select(static path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.Ordinal);
        return ShardWriter.Files(folder).Where(path => !known.Contains(Path.GetFileName(path).Split('.')[0])).Concat(spools)
            .OrderBy(static path => Path.GetFileName(path).Split('.')[0], StringComparer.Ordinal)
            .SelectMany(ReadFile);
    }

    private static IEnumerable<Document> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        foreach (var document in JsonLines.ReadDocuments(stream, path))
        {
            yield return document;
        }
    }
}
