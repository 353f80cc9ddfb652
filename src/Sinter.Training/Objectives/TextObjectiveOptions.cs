using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>What objectives of whole texts have in common.</summary>
public sealed record TextObjectiveOptions
{
    /// <summary>Passages that follow one another and are one text, whose outputs are added: 2 where two texts are read in both orders. The outputs of such a head are linear in the hidden states, so it is their sum that counts.</summary>
    public int Passages { get; init; } = 1;

    /// <summary>Tokens at the beginning of each text that no vector of the text is made of, see <see cref="Models.Adapters.IAdapter.HiddenTokens"/>.</summary>
    public int HiddenTokens { get; init; }

    /// <summary>Whether the model has segments.</summary>
    public bool Segmented { get; init; }

    /// <summary>Whether texts count by their weights, channel 0 at the token with the target.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The factor of the language model's loss beside the task's, each text's mean (Radford et al. 2018, section 3.2); 0 for none.</summary>
    public double AuxiliaryLoss { get; init => field = value is >= 0 and < double.PositiveInfinity ? value : throw new ArgumentException(Invariant($"The factor of the auxiliary loss is {value}; it must be a finite number, not below 0.")); }

    /// <summary>Noise on the embeddings; null for none.</summary>
    public EmbeddingNoise? Noise { get; init; }

    /// <summary>The share of a text's tokens that is replaced by <see cref="Blank"/> in training, drawn anew each time, so that no class hangs on one word; in [0, 1).</summary>
    public double TokenDropout { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(Invariant($"The share of dropped tokens is {value}; it must be at least 0 and below 1.")); }

    /// <summary>The token that stands for a dropped one, such as the mask of a masked language model.</summary>
    public int Blank { get; init; }

    /// <summary>The seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>What of it counts where a model is measured.</summary>
    internal TextObjectiveOptions Measured => new() { Passages = Passages, Segmented = Segmented, HiddenTokens = HiddenTokens };
}
