using Sinter.Data.Reading;

namespace Sinter.Data.Tokens;

/// <summary>Which documents tokenizers are measured on.</summary>
public sealed record TokenizerMeasurementOptions
{
    /// <summary>How the files are read.</summary>
    public ReadSettings Reading { get; init; } = ReadSettings.Default;

    /// <summary>The name of the form of the files; null to tell it from content and name.</summary>
    public string? Format { get; init; }

    /// <summary>The share of the documents that is taken, above 0 and at most 1; see <see cref="DocumentSample"/>.</summary>
    public double SampleShare { get; init; } = 1;

    /// <summary>The threads that work; 0 for all cores. Only the speed depends on it.</summary>
    public int Threads { get; init; }
}
