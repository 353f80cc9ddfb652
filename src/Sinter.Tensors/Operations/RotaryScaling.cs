namespace Sinter.Tensors.Operations;

/// <summary>How the frequencies of rotary positions are stretched, so that a model reads further than it was trained for.</summary>
public abstract record RotaryScaling
{
    /// <summary>What cosines and sines are multiplied by; 1 but for YaRN.</summary>
    public virtual double Length => 1;

    /// <summary>The frequency, in radians a position, that takes the place of a pair's own.</summary>
    /// <param name="frequency">The pair's own, base^(-2 pair / size).</param>
    /// <param name="pair">The index of the pair.</param>
    /// <param name="size">Elements that turn, two a pair.</param>
    /// <param name="ropeBase">The base.</param>
    public abstract double Scale(double frequency, int pair, int size, double ropeBase);
}

/// <summary>All positions divided by a factor (Chen et al. 2023, "position interpolation"; <c>rope_scaling: linear</c> of Hugging Face).</summary>
/// <param name="Factor">How many times longer the context becomes.</param>
public sealed record LinearRotaryScaling(double Factor) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, int size, double ropeBase) => frequency / Factor;
}

/// <summary>
/// The scaling of Llama 3.1 (<c>rope_scaling: llama3</c> of Hugging Face): a pair whose wave 2π/frequency is shorter than the original context over the high
/// factor keeps its frequency, one longer than the context over the low factor turns slower by the factor, and between the two
/// smooth = (context / wave - low) / (high - low) mixes both.
/// </summary>
/// <param name="Factor">How many times longer the context becomes.</param>
/// <param name="LowFrequencyFactor">Waves longer than the original context over this are stretched fully.</param>
/// <param name="HighFrequencyFactor">Waves shorter than the original context over this are left alone.</param>
/// <param name="OriginalContext">Positions that the model was trained for at first.</param>
public sealed record Llama3RotaryScaling(double Factor = 8, double LowFrequencyFactor = 1, double HighFrequencyFactor = 4, int OriginalContext = 8192) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, int size, double ropeBase)
    {
        var wave = 2 * Math.PI / frequency;
        if (wave < OriginalContext / HighFrequencyFactor)
        {
            return frequency;
        }

        if (wave > OriginalContext / LowFrequencyFactor)
        {
            return frequency / Factor;
        }

        var smooth = ((OriginalContext / wave) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}

/// <summary>
/// YaRN (Peng et al. 2023; <c>rope_scaling: yarn</c> of Hugging Face): pairs that turn more often than <paramref name="FastTurns"/> within the original context keep
/// their frequency, those that turn less often than <paramref name="SlowTurns"/> turn slower by the factor, a ramp over the pairs lies between; and all
/// queries and keys become longer by 0.1 ln(factor) + 1, which sharpens attention.
/// </summary>
/// <param name="Factor">How many times longer the context becomes.</param>
/// <param name="OriginalContext">Positions that the model was trained for at first.</param>
/// <param name="FastTurns">Turns within the original context from which on a pair is left alone ("beta fast").</param>
/// <param name="SlowTurns">Turns within the original context below which a pair is stretched fully ("beta slow").</param>
public sealed record YarnRotaryScaling(double Factor, int OriginalContext, double FastTurns = 32, double SlowTurns = 1) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Length => Factor <= 1 ? 1 : (0.1 * Math.Log(Factor)) + 1;

    /// <inheritdoc/>
    public override double Scale(double frequency, int pair, int size, double ropeBase)
    {
        var first = Math.Max(Math.Floor(PairThatTurns(FastTurns, size, ropeBase)), 0);
        var last = Math.Min(Math.Ceiling(PairThatTurns(SlowTurns, size, ropeBase)), size - 1);
        var stretched = Math.Clamp((pair - first) / Math.Max(last - first, 0.001), 0, 1);
        return (stretched * frequency / Factor) + ((1 - stretched) * frequency);
    }

    /// <summary>The index, a fraction, of the pair that turns so often within the original context: 2π turns = context · base^(-2 pair / size), solved for the pair.</summary>
    private double PairThatTurns(double turns, int size, double ropeBase)
        => size * Math.Log(OriginalContext / (turns * 2 * Math.PI)) / (2 * Math.Log(ropeBase));
}
