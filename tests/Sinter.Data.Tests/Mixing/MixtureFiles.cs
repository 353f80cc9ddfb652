using System.Text.Json;
using Sinter.Data.Inputs;
using Sinter.Data.Mixing;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Mixing;

/// <summary>Sources of generated documents, and what a mixture of them holds.</summary>
internal static class MixtureFiles
{
    public static MixtureSource Source(TemporaryFolder folder, string name, int documents, Func<int, string>? text = null, Func<int, string>? fields = null)
    {
        text ??= static i => string.Join(' ', Enumerable.Repeat("word", 1 + (i % 7)));
        var lines = Enumerable.Range(0, documents).Select(i => $$"""{"id":"{{name}}-{{i}}","text":{{JsonSerializer.Serialize(text(i))}},"n":{{i}}{{fields?.Invoke(i)}}}""");
        var path = folder.File(name + ".jsonl", string.Concat(lines.Select(static line => line + "\n")));
        return new MixtureSource { Name = name, Inputs = [InputFile.OfPath(path, name + ".jsonl")] };
    }

    public static IReadOnlyList<string> Ids(string folder) => [.. Lines(folder).Select(static line => line.GetProperty("id").ToString())];

    public static IEnumerable<JsonElement> Lines(string folder) =>
        ShardWriter.Files(Path.Combine(folder, "kept")).SelectMany(File.ReadLines).Select(static line => JsonDocument.Parse(line).RootElement);

    public static IReadOnlyList<string> Mix(TemporaryFolder folder, MixtureSpec spec, out MixtureResult result, int threads = 2, string name = "mixed")
    {
        var target = new MixtureFolder(folder.File(name));
        result = new MixtureRun(spec, null, threads).Write(target, JsonLinesShards.Plain, 1 << 20);
        return Ids(target.Root);
    }

    public static byte[] Bytes(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static path => !path.EndsWith(".html", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];
}
