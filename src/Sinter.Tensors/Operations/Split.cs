namespace Sinter.Tensors.Operations;

/// <summary>
/// Cuts a dimension into parts of equal size. One operation for all of them, so that their gradients are joined once; as many slices would each
/// give a gradient of the whole size.
/// </summary>
public sealed class Split(int dimension, int parts) : Operation
{
    /// <summary>The dimension cut.</summary>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && (uint)dimension < (uint)x.Shape.Rank && parts > 0 && x.Shape[dimension] % parts == 0
            ? [.. Enumerable.Repeat(new TensorSpec(x.Shape.With(dimension, x.Shape[dimension] / parts), x.Type), parts)]
            : throw Mismatch(inputs, $"a dimension {dimension} of {parts} equal parts");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        // A part that nobody used has no gradient: zeros stand for it.
        var given = outputGradients.First(gradient => gradient is not null)!;
        var zeros = outputGradients.Contains(null) ? Tensor.Zeros(given.Backend, given.Shape, given.Type) : given;
        return [Tensor.Concatenate(dimension, [.. outputGradients.Select(gradient => gradient ?? zeros)])];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Cutting tensors into parts.</summary>
public static class Splitting
{
    extension(Tensor x)
    {
        /// <summary>The tensor cut into parts of equal size along a dimension.</summary>
        public IReadOnlyList<Tensor> Split(int dimension, int parts) => new Split(x.Shape.Normalize(dimension), parts).Apply(x);
    }
}
