namespace Sinter.Data.Decontamination;

/// <summary>How benchmarks are read and what of them is looked for.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>How many words of a benchmark in a row are evidence; 13 in GPT-3 (Brown et al. 2020, appendix C).</summary>
    public int GramWords { get; init; } = 13;

    /// <summary>A field with fewer words than this is not looked for by itself: too much would be like it. One with fewer than <see cref="GramWords"/> is looked for as a whole. GPT-3: 8.</summary>
    public int MinimumWords { get; init; } = 8;

    /// <summary>A gram that stands in more fields of the benchmarks than these is a template, such as "which of the following is true", and accuses nothing.</summary>
    public int CommonFields { get; init; } = 16;

    /// <summary>The fields of the items that are read, with dots into nested ones; all texts where it is empty.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>How many items of each benchmark are kept in full, to be planted; see <see cref="PlantedRecall"/>.</summary>
    public int SamplesPerBenchmark { get; init; } = 20;

    /// <summary>Where the choice of those begins.</summary>
    public ulong Seed { get; init; }

    /// <summary>The words of the shortest run that counts for edited copies.</summary>
    internal int SeedWords => Math.Min(5, GramWords);

    /// <summary>The least words of a field that is looked for.</summary>
    internal int LeastWords => Math.Min(MinimumWords, GramWords);

    /// <summary>Throws <see cref="ArgumentException"/> where a number is out of its bounds.</summary>
    internal void Check()
    {
        if (GramWords is < 1 or > 100 || MinimumWords is < 1 or > 100 || CommonFields < 1 || SamplesPerBenchmark < 0)
        {
            throw new ArgumentException($"The grams of a benchmark have 1 to 100 words, but {GramWords} and at least {MinimumWords} were asked for, in at most {CommonFields} fields.");
        }
    }
}
