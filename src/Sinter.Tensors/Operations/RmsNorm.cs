namespace Sinter.Tensors.Operations;

/// <summary>
/// Root-mean-square normalisation over the last dimension: y = x / sqrt(mean(x²) + epsilon) · (offset + weight)
/// (Zhang and Sennrich 2019); the offset is 0 but in models that learn the difference from 1, as Gemma does.
/// Inputs x [..., width] and weight [width]; outputs y and 1/sqrt(mean(x²) + epsilon) of each row.
/// </summary>
public sealed class RmsNorm(double epsilon, double weightOffset = 0) : Operation
{
    /// <summary>Keeps the root from 0.</summary>
    public double Epsilon => epsilon;

    /// <summary>What is added to every weight.</summary>
    public double WeightOffset => weightOffset;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, var weight] && x.Shape.Rank >= 1 && weight.Shape == [x.Shape[^1]] && weight.Type == x.Type
            ? [new(x.Shape, x.Type), new([(int)x.Shape.Product(0, x.Shape.Rank - 1)], x.Type)]
            : throw Mismatch(inputs, "x [..., width] and a weight [width]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (x, weight) = (inputs[0], inputs[1]);
        var reciprocal = (x * x).Mean(-1).Affine(1, epsilon).ReciprocalSqrt();
        return [x * reciprocal * (weightOffset == 0 ? weight : weight.Affine(1, weightOffset)), reciprocal.Reshape([(int)reciprocal.Shape.Count])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new RmsNormGradient(weightOffset).Apply(node.Inputs[0], node.Inputs[1], node.Outputs[1], outputGradients[0]!);
        return [gradients[0], gradients[1]];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Inputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="RmsNorm"/>: from x, weight, the rows' reciprocal roots and dy to dx and dweight.</summary>
public sealed class RmsNormGradient(double weightOffset = 0) : Operation
{
    /// <summary>What is added to every weight.</summary>
    public double WeightOffset => weightOffset;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape), new(inputs[1].Shape)];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output == 1;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 8 * node.Inputs[0].Shape.Count;
}

/// <summary>Normalisation layers.</summary>
public static class Normalization
{
    extension(Tensor x)
    {
        /// <summary>x / sqrt(mean(x²) + epsilon) · (offset + weight) over the last dimension.</summary>
        public Tensor RmsNorm(Tensor weight, double epsilon = 1e-5, double weightOffset = 0) => new RmsNorm(epsilon, weightOffset).Apply(x, weight)[0];
    }
}
