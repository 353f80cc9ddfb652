using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sinter.Data.Cleaning;

/// <summary>What a cleaning is made of, as it stands in <c>cleaning.json</c>: enough to explain it, to judge its scores anew, and to know it again.</summary>
public sealed record CleaningSettings
{
    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What identifies the inputs, in order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The steps with all of their options.</summary>
    public required IReadOnlyList<StepSetting> Steps { get; init; }

    /// <summary>The assemblies that hold steps of the user's.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The ending of the shards.</summary>
    public required string Format { get; init; }

    /// <summary>See <see cref="CleaningOptions.ShardBytes"/>.</summary>
    public required long ShardBytes { get; init; }

    /// <summary>See <see cref="CleaningOptions.ScoreDropped"/>.</summary>
    public required bool ScoreDropped { get; init; }

    /// <summary>The settings of a chain over inputs.</summary>
    public static CleaningSettings Of(IEnumerable<BlockSource> sources, CleaningChain chain, CleaningOptions options, IReadOnlyList<string> plugins) => new()
    {
        Inputs = [.. sources.Select(static source => source.Identity)],
        Steps = chain.ToSettings(),
        Plugins = plugins,
        Format = options.Format.Ending,
        ShardBytes = options.ShardBytes,
        ScoreDropped = options.ScoreDropped,
    };

    /// <summary>A hash of all of it: two cleanings with the same one make the same files.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Writes <c>cleaning.json</c>.</summary>
    public void Save(CleaningFolder folder) => AtomicFile.WriteAllText(folder.Settings, ToJson());

    /// <summary>Reads <c>cleaning.json</c>.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no cleaning.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public static CleaningSettings Read(CleaningFolder folder)
    {
        if (!File.Exists(folder.Settings))
        {
            throw new FileNotFoundException($"'{folder}' holds no cleaning (there is no cleaning.json in it); give a folder that 'sinter data clean' has written.");
        }

        try
        {
            return JsonSerializer.Deserialize<CleaningSettings>(File.ReadAllBytes(folder.Settings), SettingsJson.Options) is { Version: 1 } settings ? settings
                : throw new InvalidDataException($"'{folder.Settings}' is of a version that this Sinter does not know.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{folder.Settings}' is damaged: {fault.Message}", fault);
        }
    }

    /// <summary>Makes the steps again.</summary>
    /// <exception cref="InvalidDataException">A step or a plugin is not there any more, or has changed.</exception>
    public CleaningChain Chain(StepCatalog? catalog = null) => CleaningChain.Create(Plugins.Aggregate(catalog ?? StepCatalog.BuiltIn, static (catalog, plugin) => catalog.WithPlugin(plugin)), Steps);

    private string ToJson() => JsonSerializer.Serialize(this, SettingsJson.Options) + "\n";
}
