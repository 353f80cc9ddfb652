using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>How a text is continued and where it ends.</summary>
public sealed record GenerationOptions
{
    /// <summary>How each token is drawn.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>The most tokens that are generated.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Texts that end the generation; they are not part of it.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>These options, once they are known to make sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public GenerationOptions Validated()
    {
        Sampling.Validated();
        return MaxTokens < 1
            ? throw new ArgumentException(Invariant($"The most tokens to generate is {MaxTokens}; it must be 1 or more."))
            : StopStrings.Any(string.IsNullOrEmpty) ? throw new ArgumentException("A stop string is empty; leave it out or give it text.") : this;
    }
}
