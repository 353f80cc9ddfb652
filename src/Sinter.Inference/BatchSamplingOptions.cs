using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>How many sequences are continued at once, and how.</summary>
public sealed record BatchSamplingOptions
{
    /// <summary>How each token is drawn; the seed is that of all sequences together, from which each has a stream of its own.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>The most tokens that are added to a prompt, the end token included.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Tokens that end a sequence.</summary>
    public IReadOnlyCollection<int> EndTokens { get; init; } = [];

    /// <summary>Tokens that may be drawn: those with a lower id, where a vocabulary is padded; 0 for all.</summary>
    public int DrawnTokens { get; init; }

    /// <summary>Sequences that are continued side by side.</summary>
    public int Rows { get; init; } = 64;

    /// <summary>Prompts that are read side by side.</summary>
    public int PromptRows { get; init; } = 8;

    /// <summary>These options, once they are known to make sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public BatchSamplingOptions Validated()
    {
        Sampling.Validated();
        return MaxTokens < 1 ? throw new ArgumentException(Invariant($"The most tokens to generate is {MaxTokens}; it must be 1 or more."))
            : Rows is < 1 or > 4096 || PromptRows is < 1 or > 4096 ? throw new ArgumentException(Invariant($"{Rows} sequences and {PromptRows} prompts side by side were asked for; expected 1 to 4096 of each."))
            : DrawnTokens < 0 ? throw new ArgumentException(Invariant($"{DrawnTokens} tokens may be drawn; it must be 0 (all) or more."))
            : this;
    }
}

/// <summary>A prompt that is continued, once or several times.</summary>
/// <param name="Prompt">Its tokens; at least one.</param>
/// <param name="Samples">How many continuations are wanted.</param>
/// <param name="Place">What the random numbers of its continuations follow from, beside the seed: a prompt of the same place has the same continuations, whatever is continued beside it.</param>
public sealed record BatchRequest(int[] Prompt, int Samples, long Place);

/// <summary>A continuation.</summary>
/// <param name="Request">Which request it is of, counted from 0.</param>
/// <param name="Sample">Which of its continuations, counted from 0.</param>
/// <param name="Tokens">What was drawn, the end token included; at least one token.</param>
/// <param name="IsEnded">Whether an end token ended it; otherwise there was no room for more.</param>
public sealed record SampledSequence(int Request, int Sample, int[] Tokens, bool IsEnded)
{
    /// <summary>The tokens without the end token.</summary>
    public ReadOnlySpan<int> Text => IsEnded ? Tokens.AsSpan(..^1) : Tokens;
}
