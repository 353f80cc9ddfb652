using System.Security.Cryptography;
using System.Text.Json;
using Sinter.Data.Compression;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>
/// What a deduplication leaves for later ones (the folder <c>index</c> of its output): the ids and sketches of the documents that it kept, and where their lines lie in the
/// kept shards. All of it is checked when it is opened.
/// </summary>
internal sealed record DeduplicationIndex
{
    private const string Description = "index.json";

    public int Version { get; init; } = 1;

    public required string Finder { get; init; }

    public required IReadOnlyDictionary<string, string> FinderSettings { get; init; }

    /// <summary>The field of the kept lines that holds the text.</summary>
    public required string TextField { get; init; }

    public required int Documents { get; init; }

    /// <summary>The bytes of all kept lines before compression.</summary>
    public required long RecordBytes { get; init; }

    public required IReadOnlyList<IndexFile> Files { get; init; }

    /// <summary>Writes the description of finished files.</summary>
    public static void Save(DeduplicationFolder folder, IDuplicateFinder finder, string textField, SpoolPosition kept)
    {
        var files = DocumentFiles.In(folder.Index);
        var index = new DeduplicationIndex
        {
            Finder = finder.Name,
            FinderSettings = new SortedDictionary<string, string>(finder.Settings.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            TextField = textField,
            Documents = kept.Documents,
            RecordBytes = kept.RecordBytes,
            Files = [.. ((string[])[files.Table, files.Ids, files.Sketches]).Select(IndexFile.Of)],
        };
        AtomicFile.WriteAllText(Path.Combine(folder.Index, Description), JsonSerializer.Serialize(index, SettingsJson.Options) + "\n");
    }

    /// <summary>Reads the index of an output and checks it.</summary>
    /// <exception cref="InvalidDataException">It is not finished, damaged, or of another finder.</exception>
    public static (DeduplicationIndex Index, string Identity) Open(DeduplicationFolder folder, IDuplicateFinder finder)
    {
        var path = Path.Combine(folder.Index, Description);
        if (!folder.IsFinished || !File.Exists(path))
        {
            throw new InvalidDataException($"'{folder}' holds no finished deduplication to compare with; give a folder that 'sinter data dedup' has written with a profile other than bloom.");
        }

        var bytes = File.ReadAllBytes(path);
        var index = Parse(bytes, path);
        if (!string.Equals(index.Finder, finder.Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{folder}' was deduplicated by '{index.Finder}', and this run is by '{finder.Name}'; they cannot be compared.");
        }

        var names = index.FinderSettings.Keys.Union(finder.Settings.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !string.Equals(index.FinderSettings.GetValueOrDefault(name), finder.Settings.GetValueOrDefault(name), StringComparison.Ordinal)) is { } differing)
        {
            throw new InvalidDataException($"'{folder}' was deduplicated with {differing} = '{index.FinderSettings.GetValueOrDefault(differing)}', and this run has '{finder.Settings.GetValueOrDefault(differing)}'; give this run the same with --set {differing}={index.FinderSettings.GetValueOrDefault(differing)}.");
        }

        foreach (var file in index.Files)
        {
            file.Check(folder.Index);
        }

        return (index, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>The documents that were kept.</summary>
    /// <param name="folder">The output that they are in.</param>
    /// <param name="work">A folder that is made where kept shards must be decompressed to be read at any place.</param>
    public StoredDocuments OpenDocuments(DeduplicationFolder folder, string work) =>
        new(folder.Index, Documents, () => OpenRecords(folder, work), new ReadSettings { TextField = TextField, MaximumRecordBytes = JsonLines.MaximumLineBytes });

    private static DeduplicationIndex Parse(byte[] bytes, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DeduplicationIndex>(bytes, SettingsJson.Options) is { Version: 1 } index ? index
                : throw new InvalidDataException($"'{path}' is of a version that this Sinter does not know.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is damaged; run the deduplication that wrote it again with --overwrite.", fault);
        }
    }

    private RecordFiles OpenRecords(DeduplicationFolder folder, string work)
    {
        var shards = ShardWriter.Files(folder.Kept);
        var plain = shards.All(static path => path.EndsWith(JsonLinesShards.Plain.Ending, StringComparison.Ordinal));
        var files = new RecordFiles(plain ? shards : [Decompress(shards, work)]);
        if (files.Length != RecordBytes)
        {
            files.Dispose();
            throw new InvalidDataException($"'{folder.Kept}' holds {files.Length} bytes, expected {RecordBytes}: its shards were changed since they were written; run that deduplication again with --overwrite.");
        }

        return files;
    }

    private static string Decompress(IReadOnlyList<string> shards, string work)
    {
        Directory.CreateDirectory(work);
        var path = Path.Combine(work, "records.jsonl");
        using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        foreach (var shard in shards)
        {
            using var file = File.OpenRead(shard);
            using var content = ContentDecoder.Open(file, shard);
            content.CopyTo(target, 1 << 18);
        }

        return path;
    }
}

/// <summary>A file of an index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in small hexadecimal digits.</param>
internal sealed record IndexFile(string Name, long Bytes, string Sha256)
{
    public static IndexFile Of(string path)
    {
        using var file = File.OpenRead(path);
        return new IndexFile(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>Compares the file with what was written.</summary>
    /// <exception cref="InvalidDataException">The file is not there, or is not what was written.</exception>
    public void Check(string folder)
    {
        var path = Path.Combine(folder, Path.GetFileName(Name));
        var length = File.Exists(path) ? new FileInfo(path).Length : -1;
        if (length != Bytes)
        {
            throw new InvalidDataException(length < 0
                ? $"The index is not whole: '{path}' is missing; run the deduplication that wrote it again with --overwrite."
                : $"The index was cut short or changed: '{path}' has {length} bytes, expected {Bytes}; run the deduplication that wrote it again with --overwrite.");
        }

        if (Of(path) != this with { Name = Path.GetFileName(path) })
        {
            throw new InvalidDataException($"The index is damaged: '{path}' is not what was written; run the deduplication that wrote it again with --overwrite.");
        }
    }
}
