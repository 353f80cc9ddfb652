using System.Text.Json;
using Sinter.Data.Shards;
using Sinter.Data.Sources;

namespace Sinter.Data.Cleaning;

/// <summary>A finished cleaning, read from its folder: what it was made of and what it did.</summary>
public sealed class CleaningResult
{
    private readonly IReadOnlyList<CleaningSample> _samples;

    private CleaningResult(CleaningFolder folder, CleaningSettings settings, CleaningChain chain, CleaningSummary summary, IReadOnlyList<CleaningSample> samples)
    {
        Folder = folder;
        Settings = settings;
        Chain = chain;
        Summary = summary;
        _samples = samples;
    }

    /// <summary>Where it lies.</summary>
    public CleaningFolder Folder { get; }

    /// <summary>What it was made of.</summary>
    public CleaningSettings Settings { get; }

    /// <summary>Its steps, made again.</summary>
    public CleaningChain Chain { get; }

    /// <summary>What it did.</summary>
    public CleaningSummary Summary { get; }

    /// <summary>Reads a finished cleaning.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="catalog">The steps that its own can be of, besides those of its plugins; Sinter's without it.</param>
    /// <exception cref="FileNotFoundException">The folder holds none.</exception>
    /// <exception cref="InvalidDataException">It is not finished, or damaged.</exception>
    public static CleaningResult Read(CleaningFolder folder, StepCatalog? catalog = null)
    {
        var settings = CleaningSettings.Read(folder);
        var record = CleaningRecord.Read(folder);
        var chain = settings.Chain(catalog);
        return new CleaningResult(folder, settings, chain, CleaningSummary.Of(chain, ScoreShards.Read(folder, chain), record.Unreadable, record.PassedOver), record.Samples);
    }

    /// <summary>The first record that could not be read, and why; null where all could.</summary>
    public string? FirstFault()
    {
        foreach (var path in ShardWriter.Files(Folder.Broken))
        {
            if (File.ReadLines(path).FirstOrDefault() is { } line)
            {
                using var record = JsonDocument.Parse(line);
                var fault = record.RootElement;
                return new BrokenInput(fault.GetProperty("source"u8).GetString()!, fault.GetProperty("place"u8).GetInt64(), fault.GetProperty("reason"u8).GetString()!).ToString();
            }
        }

        return null;
    }

    /// <summary>The documents that are shown of those that a rule dropped.</summary>
    public IReadOnlyList<DropSample> SamplesOf(string rule) =>
        [.. _samples.Where(sample => string.Equals(sample.Rule, rule, StringComparison.Ordinal)).Select(static sample => new DropSample(sample.Id, sample.Text, sample.Detail))];
}
