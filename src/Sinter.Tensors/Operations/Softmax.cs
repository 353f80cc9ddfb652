namespace Sinter.Tensors.Operations;

/// <summary>e^x over the sum of e^x along the last dimension; the largest x is subtracted first, so that nothing overflows.</summary>
public sealed class Softmax : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Shape.Rank >= 1 && x.Type != DataType.Int32 ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "one floating-point tensor [..., width]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var exponentials = (inputs[0] - inputs[0].Maximum(-1)).Exp();
        return [exponentials / exponentials.Sum(-1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new SoftmaxGradient().Apply(node.Outputs[0], outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 5 * node.Outputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="Softmax"/>, from its result y and dy: dx = y (dy - sum(y dy)).</summary>
public sealed class SoftmaxGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Outputs[0].Shape.Count;
}

/// <summary>x less the logarithm of the sum of e^x over the last dimension; the largest x is subtracted first, so that nothing overflows.</summary>
public sealed class LogSoftmax : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Shape.Rank >= 1 && x.Type != DataType.Int32 ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "one floating-point tensor [..., width]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var shifted = inputs[0] - inputs[0].Maximum(-1);
        return [shifted - shifted.Exp().Sum(-1).Log()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new LogSoftmaxGradient().Apply(node.Outputs[0], outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Outputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="LogSoftmax"/>, from its result y and dy: dx = dy - e^y sum(dy).</summary>
public sealed class LogSoftmaxGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Outputs[0].Shape.Count;
}

/// <summary>Probabilities from scores.</summary>
public static class Probabilities
{
    extension(Tensor x)
    {
        /// <summary>e^x over the sum of e^x along the last dimension.</summary>
        public Tensor Softmax() => new Softmax().Apply(x)[0];

        /// <summary>x less the logarithm of the sum of e^x over the last dimension.</summary>
        public Tensor LogSoftmax() => new LogSoftmax().Apply(x)[0];
    }
}
