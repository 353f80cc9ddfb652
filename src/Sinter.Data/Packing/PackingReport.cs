using System.Text.Json;

namespace Sinter.Data.Packing;

/// <summary>How well documents were packed, and how well the other ways would have packed them: the content of <c>pack.json</c> in the folder of a data set.</summary>
public sealed record PackingReport
{
    /// <summary>The name of the file in the folder of the data set.</summary>
    public const string FileName = "pack.json";

    /// <summary>The tokens of a sequence.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The documents.</summary>
    public required long Documents { get; init; }

    /// <summary>Their tokens with the ends of text, each counted once, before any truncation.</summary>
    public required long DocumentTokens { get; init; }

    /// <summary>The bytes of UTF-8 that they stand for.</summary>
    public required long TextBytes { get; init; }

    /// <summary>Bytes of text for each token.</summary>
    public required double BytesPerToken { get; init; }

    /// <summary>What was made of the documents.</summary>
    public required PackingFigures Packed { get; init; }

    /// <summary>What each way makes of the same documents, the one that was chosen among them.</summary>
    public required IReadOnlyList<PackingFigures> Ways { get; init; }

    /// <summary>Reads the report of a data set; null where it has none, as one that was made by an older version.</summary>
    /// <exception cref="InvalidDataException">It cannot be understood.</exception>
    public static PackingReport? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var report = File.Exists(path) ? JsonSerializer.Deserialize<PackingReport>(File.ReadAllBytes(path), SettingsJson.Options) : null;

            // The reader of JSON looks at the type of a list, not at what it holds.
            return report?.Ways.Contains(null!) is true ? throw new JsonException("a way is null") : report;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is not the report of a packing ({fault.Message.TrimEnd('.')}); delete it, or pack the documents again.", fault);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, SettingsJson.Options) + "\n";
}
