namespace Sinter.Tensors.Operations;

/// <summary>
/// Dropout (Srivastava et al. 2014): each element is 0 with a probability, the rate, else x / (1 - rate), so that the mean stays. Inputs x and seed [2], an integer
/// tensor of the run's seed and the step, given before each run. Whether an element is kept follows from seed, step, site and the element's index alone (see
/// <see cref="Cpu.DropoutMask"/>): nothing is stored, the gradient makes the same mask again, and a step can be repeated bit by bit.
/// </summary>
/// <param name="rate">The probability of 0, in [0, 1).</param>
/// <param name="site">A number of this place in the model; places with the same number and shape have the same mask.</param>
public sealed class Dropout(double rate, int site) : Operation
{
    /// <summary>The probability that an element becomes 0.</summary>
    public double Rate { get; } = rate is >= 0 and < 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), $"The rate of dropout is {rate}; it is at least 0 and below 1.");

    /// <summary>The number of this place in the model.</summary>
    public int Site => site;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, var seed] && x.Type != DataType.Int32 && seed.Shape == [2] && seed.Type == DataType.Int32
            ? [new(x.Shape, x.Type)]
            : throw Mismatch(inputs, "a floating-point tensor and integers [2], seed and step");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new Dropout(Rate, site).Apply(outputGradients[0]!, node.Inputs[1])[0], null];
}

/// <summary>Noise for training.</summary>
public static class Noise
{
    extension(Tensor x)
    {
        /// <summary>
        /// 0 with the probability <paramref name="rate"/>, else x / (1 - rate); <paramref name="seed"/> holds the run's seed and the step. Each place in a model
        /// has a <paramref name="site"/> number of its own, so that masks have nothing in common.
        /// </summary>
        public Tensor Dropout(Tensor seed, double rate, int site) => rate == 0 ? x : new Dropout(rate, site).Apply(x, seed)[0];
    }
}
