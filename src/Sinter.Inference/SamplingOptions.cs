using Sinter.Models;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// How the next token is drawn from the logits. The steps are taken in this order: repetition penalty, temperature,
/// top-k, top-p, min-p, draw.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Always the likeliest token.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>The logits are divided by it; 0 takes the likeliest token.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only that many likeliest tokens are drawn from; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the fewest likeliest tokens whose probabilities reach this sum are drawn from; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only tokens at least this fraction as likely as the likeliest are drawn from; 0 for all.</summary>
    public double MinP { get; init; }

    /// <summary>Logits of recent tokens are divided by it where positive, multiplied where negative (Keskar et al. 2019); 1 for none.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Number of tokens that count as recent.</summary>
    public int RepetitionWindow { get; init; } = 64;

    /// <summary>The same seed, options and logits give the same tokens.</summary>
    public ulong Seed { get; init; }

    /// <summary>What the makers of a model advise; greedy where they say nothing of a temperature.</summary>
    public static SamplingOptions Of(GenerationConfig generation) => new()
    {
        Temperature = generation.Temperature ?? 0,
        TopK = generation.TopK ?? 0,
        TopP = generation.TopP ?? 1,
    };

    /// <summary>These options, once they are known to make sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public SamplingOptions Validated()
    {
        Check(Temperature is >= 0 and <= 100, Invariant($"The temperature is {Temperature}; it must lie between 0 (greedy) and 100."));
        Check(TopK >= 0, Invariant($"Top-k is {TopK}; it must be 0 (all tokens) or more."));
        Check(TopP is > 0 and <= 1, Invariant($"Top-p is {TopP}; it must be above 0 and at most 1 (all tokens)."));
        Check(MinP is >= 0 and <= 1, Invariant($"Min-p is {MinP}; it must lie between 0 (all tokens) and 1."));
        Check(RepetitionPenalty is > 0 and <= 100, Invariant($"The repetition penalty is {RepetitionPenalty}; it must be above 0 and at most 100, 1 for none."));
        Check(RepetitionWindow >= 0, Invariant($"The repetition window is {RepetitionWindow} tokens; it must be 0 or more."));
        return this;
    }

    private static void Check(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(sentence);
        }
    }
}
