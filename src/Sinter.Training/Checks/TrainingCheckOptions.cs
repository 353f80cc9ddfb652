using Sinter.Tokenizers;

namespace Sinter.Training.Checks;

/// <summary>What the checks at the start of a training know besides model, objective and data.</summary>
public sealed record TrainingCheckOptions
{
    /// <summary>The tokenizer, of which any special token may end a text; null to leave out the check of ends.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>Whether the head was drawn at random, so that its loss must be near that of guessing.</summary>
    public bool HasNewHead { get; init; }

    /// <summary>The classes among which an objective chooses, where the model's head does not say it; null for what the head says.</summary>
    public int? Classes { get; init; }

    /// <summary>How far the gradients of micro-batches may be from those of one batch, as a share of their norm; sums in another order differ in the last bits.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
