using System.Security.Cryptography;
using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Compression;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Deduplication;

/// <summary>Runs deduplications in a folder of the test, and looks at what they wrote.</summary>
internal sealed class DedupFixture : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    /// <summary>A line of JSON.</summary>
    public static string Line(object record) => JsonSerializer.Serialize(record) + "\n";

    /// <summary>Lines of documents d0, d1 and so on.</summary>
    public static string Lines(IEnumerable<string> texts) => string.Concat(texts.Select(static (text, i) => Line(new { id = $"d{i}", text })));

    /// <summary>Small blocks and shards, so that there are many.</summary>
    public static DeduplicationOptions Small(int threads = 2) => new()
    {
        Threads = threads,
        Reading = new ReadSettings { BlockBytes = 2000 },
        ShardBytes = 20_000,
        CommitBytes = 5000,
        MemoryBytes = 20_000_000,
    };

    public BlockSource Input(string name, string lines, DeduplicationOptions options)
    {
        var path = Folder.File(name);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, lines);
        }

        return DeduplicationRun.Source(InputFile.OfPath(path, name), options);
    }

    public DeduplicationFolder Run(string name, string lines, IDuplicateFinder? finder = null, DeduplicationOptions? options = null, params IReadOnlyList<DeduplicationFolder> against)
    {
        var folder = new DeduplicationFolder(Folder.File(name));
        options ??= Small();
        new DeduplicationRun(folder, [Input($"{name}.jsonl", lines, options)], finder ?? new ExactFinder(), options, against).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        Directory.Exists(folder.Work).ShouldBeFalse();
        return folder;
    }

    /// <summary>The lines of all shards of a folder.</summary>
    public static IReadOnlyList<string> RawLines(string shards) => [.. ShardWriter.Files(shards).SelectMany(static path =>
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(ContentDecoder.Open(file, path));
        return reader.ReadToEnd().Split('\n')[..^1];
    })];

    public static IReadOnlyList<JsonElement> Objects(string shards) => [.. RawLines(shards).Select(static line => JsonDocument.Parse(line).RootElement)];

    public static IReadOnlyList<string> Ids(string shards) => [.. Objects(shards).Select(static line => line.GetProperty("id").GetString()!)];

    public static IReadOnlyList<string> Texts(string shards) => [.. Objects(shards).Select(static line => line.GetProperty("text").GetString()!)];

    /// <summary>All files that hold data, with the hashes of their bytes: times are not among them.</summary>
    public static IReadOnlyList<string> Files(DeduplicationFolder folder) =>
    [
        .. new[] { folder.Kept, folder.Removed, folder.Broken, folder.Index }.Where(Directory.Exists).SelectMany(Directory.GetFiles).Append(folder.Clusters).Where(File.Exists).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder.Root, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
