namespace Sinter.Data.Shards;

/// <summary>The forms that shards can have, by name.</summary>
public static class ShardFormats
{
    private static readonly IShardFormat[] Formats = [JsonLinesShards.Plain, JsonLinesShards.Gzip, JsonLinesShards.Zstd, new ParquetShards(), new TextShards()];

    /// <summary>The names, which are the endings of files without the first dot: <c>jsonl.gz</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Formats.Select(static format => format.Ending[1..])];

    /// <summary>The form of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IShardFormat Find(string name) =>
        Array.Find(Formats, format => string.Equals(format.Ending[1..], name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no form '{name}' for shards{Suggestion.For(name, Names)}", nameof(name));
}
