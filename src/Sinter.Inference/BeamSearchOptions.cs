using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>How wide and how long a <see cref="BeamSearch"/> looks.</summary>
public sealed record BeamSearchOptions
{
    /// <summary>Targets that are followed at a time; 1 is the greedy way.</summary>
    public int Width { get; init; } = 4;

    /// <summary>The most tokens of a target.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>The power of its length by which the logarithm of a target's probability is divided: 0 favours short targets, 1 compares means.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>These options, once they are known to make sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public BeamSearchOptions Validated() => Width is >= 1 and <= 1024 && MaxTokens >= 1 && double.IsFinite(LengthPenalty)
        ? this
        : throw new ArgumentException(Invariant($"A beam search was given the width {Width}, at most {MaxTokens} tokens and the length penalty {LengthPenalty}; expected a width from 1 to 1024, at least 1 token and a finite penalty."));
}
