namespace Sinter.Tensors.Operations;

/// <summary>How an attention layer is cut into heads, what each position sees, and how it scores.</summary>
public sealed record AttentionOptions
{
    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; divides <see cref="Heads"/> (grouped queries, Ainslie et al. 2023).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Whether a position sees only itself and those before it; if not, all of its document.</summary>
    public bool Causal { get; init; } = true;

    /// <summary>How many positions a position sees at most on either side, itself included (a sliding window); 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>The cap c of scores c tanh(s / c), as in Gemma 2; 0 for none.</summary>
    public double SoftCap { get; init; }

    /// <summary>The factor of the scores; null for 1 / sqrt(head size). T5 has 1.</summary>
    public double? Scale { get; init; }

    /// <summary>
    /// Whether queries come from one tensor and keys and values from another: an encoder's output in the decoder of a sequence-to-sequence model.
    /// What each query sees is then given as a range of keys, and <see cref="Causal"/> and <see cref="Window"/> do not apply.
    /// </summary>
    public bool Cross { get; init; }

    /// <summary>The factor of the scores for a head size.</summary>
    public double ScaleOf(int headSize) => Scale ?? (1 / Math.Sqrt(headSize));

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A number is out of bounds; the message names it.</exception>
    internal void Validate()
    {
        if (Heads < 1 || KeyValueHeads < 1 || Heads % KeyValueHeads != 0)
        {
            throw new ArgumentException($"Attention was given {Heads} heads and {KeyValueHeads} key-value heads; the first must be a multiple of the second, both at least 1.");
        }

        if (Window < 0 || SoftCap < 0 || !double.IsFinite(SoftCap) || Scale is { } scale && (!double.IsFinite(scale) || scale <= 0))
        {
            throw new ArgumentException($"Attention was given the window {Window}, the soft cap {SoftCap} and the scale {Scale}; none may be negative, and a scale is above 0.");
        }
    }
}
