namespace Sinter.Training.Tasks;

/// <summary>What a tuning trains besides the plain loss of its task. What a task has no use for is left aside.</summary>
public sealed record TaskObjectiveOptions
{
    /// <summary>Whether items or classes count differently, see <see cref="TaskItem.Weight"/> and <see cref="TaskEncoderOptions.ClassWeights"/>; without, their weights are not read.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The share of a class's target that is spread over all classes alike, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The factor of the language model's loss that a decoder has beside its classes (0.5 in Radford et al. 2018, section 3.2); 0 for none.</summary>
    public double AuxiliaryLoss { get; init; }

    /// <summary>The size of the noise on embeddings in training (NEFTune, Jain et al. 2024, who use 5 to 15); 0 for none.</summary>
    public double EmbeddingNoise { get; init; }

    /// <summary>The share of a text's tokens that is blanked in training, in [0, 1).</summary>
    public double TokenDropout { get; init; }

    /// <summary>The token that stands for a blanked one.</summary>
    public int Blank { get; init; }

    /// <summary>The token that the decoder of an encoder-decoder begins with; null for the one that the model's config says.</summary>
    public int? DecoderStart { get; init; }

    /// <summary>Tokens at the beginning of each text that an adapter hides from the head, see <see cref="Models.Adapters.IAdapter.HiddenTokens"/>.</summary>
    public int HiddenTokens { get; init; }

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 42;
}
