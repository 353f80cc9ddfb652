namespace Sinter.Tensors.Operations;

/// <summary>
/// Layer normalisation over the last dimension: y = (x - mean(x)) / sqrt(variance(x) + epsilon) · weight + bias
/// (Ba, Kiros and Hinton 2016); the variance is the mean of the squared deviations. Inputs x [..., width], weight [width] and, where there
/// is one, bias [width]; outputs y, and the mean and 1/sqrt(variance + epsilon) of each row.
/// </summary>
public sealed class LayerNorm(double epsilon) : Operation
{
    /// <summary>Keeps the root from 0.</summary>
    public double Epsilon => epsilon;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        var x = inputs[0];
        if (inputs.Count is not (2 or 3) || x.Shape.Rank < 1 || x.Type == DataType.Int32
            || inputs.Skip(1).Any(weight => weight.Shape != [x.Shape[^1]] || weight.Type != x.Type))
        {
            throw Mismatch(inputs, "x [..., width], a weight [width] and, if any, a bias [width]");
        }

        var rows = (int)x.Shape.Product(0, x.Shape.Rank - 1);
        return [new(x.Shape, x.Type), new([rows], x.Type), new([rows], x.Type)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (x, weight) = (inputs[0], inputs[1]);
        var mean = x.Mean(-1);
        var deviation = x - mean;
        var reciprocal = (deviation * deviation).Mean(-1).Affine(1, epsilon).ReciprocalSqrt();
        var scaled = deviation * reciprocal * weight;
        Shape rows = [(int)mean.Shape.Count];
        return [inputs.Count == 3 ? scaled + inputs[2] : scaled, mean.Reshape(rows), reciprocal.Reshape(rows)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new LayerNormGradient().Apply(node.Inputs[0], node.Inputs[1], node.Outputs[1], node.Outputs[2], outputGradients[0]!);
        return [.. gradients.Take(node.Inputs.Count)];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 7 * node.Inputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="LayerNorm"/>: from x, weight, the rows' means and reciprocal roots and dy to dx, dweight and dbias.</summary>
public sealed class LayerNormGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape), new(inputs[1].Shape), new(inputs[1].Shape)];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output >= 1;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 13 * node.Inputs[0].Shape.Count;
}

/// <summary>Layer normalisation of tensors.</summary>
public static class LayerNormalization
{
    extension(Tensor x)
    {
        /// <summary>(x - mean) / sqrt(variance + epsilon) · weight + bias over the last dimension; without a bias where it is null.</summary>
        public Tensor LayerNorm(Tensor weight, Tensor? bias = null, double epsilon = 1e-5)
            => (bias is null ? new LayerNorm(epsilon).Apply(x, weight) : new LayerNorm(epsilon).Apply(x, weight, bias))[0];
    }
}
