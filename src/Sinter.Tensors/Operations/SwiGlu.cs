namespace Sinter.Tensors.Operations;

/// <summary>
/// The gated unit of Shazeer 2020: the input [..., 2 width] holds gate and value side by side; y = gate · sigmoid(gate) · value [..., width].
/// </summary>
public sealed class SwiGlu : Operation
{
    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Shape.Rank >= 1 && x.Shape[^1] % 2 == 0
            ? [new(x.Shape.With(-1, x.Shape[^1] / 2), x.Type)]
            : throw Mismatch(inputs, "gate and value side by side, [..., 2 width]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var width = inputs[0].Shape[^1] / 2;
        var gate = inputs[0].Slice(-1, 0, width);
        return [gate * gate.Sigmoid() * inputs[0].Slice(-1, width, width)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new SwiGluGradient().Apply(node.Inputs[0], outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 6 * node.Outputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="SwiGlu"/>: from its input and dy to the input's gradient.</summary>
public sealed class SwiGluGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 10 * node.Inputs[1].Shape.Count;
}

/// <summary>Activations with a gate.</summary>
public static class GatedUnits
{
    extension(Tensor x)
    {
        /// <summary>gate · sigmoid(gate) · value, where x [..., 2 width] holds gate and value side by side.</summary>
        public Tensor SwiGlu() => new SwiGlu().Apply(x)[0];
    }
}
