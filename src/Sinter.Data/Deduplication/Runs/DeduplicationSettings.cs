using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>What a deduplication is made of, as it stands in <c>dedup.json</c>: enough to explain it and to know it again.</summary>
public sealed record DeduplicationSettings
{
    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What identifies the inputs, in order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What identifies the earlier outputs that are compared with, in order.</summary>
    public required IReadOnlyList<string> Against { get; init; }

    /// <summary>The name of the finder.</summary>
    public required string Finder { get; init; }

    /// <summary>The options of the finder.</summary>
    public required IReadOnlyDictionary<string, string> FinderSettings { get; init; }

    /// <summary>The rule that says which document stays; see <see cref="SurvivorRule"/>.</summary>
    public required string Keep { get; init; }

    /// <summary>See <see cref="DeduplicationOptions.MinimumSimilarity"/>.</summary>
    public required double MinimumSimilarity { get; init; }

    /// <summary>The field that held the text.</summary>
    public required string TextField { get; init; }

    /// <summary>The field that held the id.</summary>
    public required string IdField { get; init; }

    /// <summary>The ending of the shards.</summary>
    public required string Format { get; init; }

    /// <summary>See <see cref="DeduplicationOptions.ShardBytes"/>.</summary>
    public required long ShardBytes { get; init; }

    internal static DeduplicationSettings Of(IEnumerable<BlockSource> sources, IEnumerable<string> against, string finder, IReadOnlyDictionary<string, string> finderSettings, DeduplicationOptions options) => new()
    {
        Inputs = [.. sources.Select(static source => source.Identity)],
        Against = [.. against],
        Finder = finder,
        FinderSettings = new SortedDictionary<string, string>(finderSettings.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        Keep = options.Keep.ToString(),
        MinimumSimilarity = options.MinimumSimilarity,
        TextField = options.Reading.TextField,
        IdField = options.Reading.IdField,
        Format = options.Format.Ending,
        ShardBytes = options.ShardBytes,
    };

    /// <summary>A hash of all of it: two deduplications with the same one make the same files.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Reads <c>dedup.json</c>.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no deduplication.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public static DeduplicationSettings Read(DeduplicationFolder folder)
    {
        if (!File.Exists(folder.Settings))
        {
            throw new FileNotFoundException($"'{folder}' holds no deduplication (there is no dedup.json in it); give a folder that 'sinter data dedup' has written.");
        }

        try
        {
            return JsonSerializer.Deserialize<DeduplicationSettings>(File.ReadAllBytes(folder.Settings), SettingsJson.Options) is { Version: 1 } settings ? settings
                : throw new InvalidDataException($"'{folder.Settings}' is of a version that this Sinter does not know.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{folder.Settings}' is damaged: {fault.Message}", fault);
        }
    }

    internal void Save(DeduplicationFolder folder) => AtomicFile.WriteAllText(folder.Settings, ToJson());

    private string ToJson() => JsonSerializer.Serialize(this, SettingsJson.Options) + "\n";
}
