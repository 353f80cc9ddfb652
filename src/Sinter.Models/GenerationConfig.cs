namespace Sinter.Models;

/// <summary>The token ids that frame a model's text, and the sampling that its makers advise; null where they say nothing.</summary>
public sealed record GenerationConfig
{
    /// <summary>The token that a text begins with.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>The tokens that end an answer; the first is the one that is written.</summary>
    public IReadOnlyList<int> EndOfText { get; init; } = [];

    /// <summary>The token that fills up short sequences.</summary>
    public int? Padding { get; init; }

    /// <summary>Sampling temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Number of likeliest tokens that are sampled from.</summary>
    public int? TopK { get; init; }

    /// <summary>Probability mass of the likeliest tokens that are sampled from.</summary>
    public double? TopP { get; init; }
}
