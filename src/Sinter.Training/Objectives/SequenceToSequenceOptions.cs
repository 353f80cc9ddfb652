using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>The settings of <see cref="SequenceToSequence"/>.</summary>
public sealed record SequenceToSequenceOptions
{
    /// <summary>The token that ends sources and targets.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The token that the decoder begins with.</summary>
    public required int DecoderStart { get; init; }

    /// <summary>A token that sources and targets begin with, as in BART; null for none.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>
    /// The places for sources as a share of the packed tokens; above 0 and at most 1. Where the data are known to need less than all, a smaller share saves time; a pair that finds no room
    /// is left out.
    /// </summary>
    public double SourceShare { get; init; } = 1;

    /// <summary>The places for targets as a share of the packed tokens; above 0 and at most 1.</summary>
    public double TargetShare { get; init; } = 1;

    /// <summary>Whether pairs count by their weights, channel 0 of examples at the first trained token.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The share of a target that is spread over all tokens alike, in [0, 1); the logits of all tokens are then stored.</summary>
    public double LabelSmoothing { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(Invariant($"The label smoothing is {value}; it must be at least 0 and below 1.")); }

    /// <summary>Noise on the embeddings of sources and targets, by the length of each; null for none.</summary>
    public EmbeddingNoise? Noise { get; init; }

    /// <summary>The share of a source's tokens that is replaced by <see cref="Blank"/> in training, drawn anew each time; in [0, 1).</summary>
    public double TokenDropout { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(Invariant($"The share of dropped tokens is {value}; it must be at least 0 and below 1.")); }

    /// <summary>The token that stands for a dropped one.</summary>
    public int Blank { get; init; }

    /// <summary>The seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>What of it counts where a model is measured.</summary>
    internal SequenceToSequenceOptions Measured => this with { IsWeighted = false, LabelSmoothing = 0, Noise = null, TokenDropout = 0 };
}
