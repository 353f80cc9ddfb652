using System.Globalization;

namespace Sinter.Data.Deduplication;

/// <summary>How near-duplicates are found by SimHash.</summary>
public sealed record SimHashOptions
{
    /// <summary>The greatest distance that may be looked for.</summary>
    public const int MaximumDistance = 6;

    /// <summary>The shingles that are counted.</summary>
    public ShingleOptions Shingles { get; init; } = new() { Length = 3 };

    /// <summary>In how many of their 64 bits the fingerprints of two documents may differ at most for them to be a pair; 3 in the paper of Manku, Jain and Das Sarma.</summary>
    public int Distance { get; init; } = 3;

    /// <summary>All of them by name.</summary>
    internal IReadOnlyDictionary<string, string> Settings => new SortedDictionary<string, string>(
        Shingles.Settings.Append(new("distance", Distance.ToString(CultureInfo.InvariantCulture))).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Throws <see cref="ArgumentException"/> where a value is out of its bounds.</summary>
    internal void Check()
    {
        Shingles.Check();
        if (Distance is < 0 or > MaximumDistance)
        {
            throw new ArgumentException($"SimHash looks for distances from 0 to {MaximumDistance} bits, not {Distance}.");
        }
    }
}
