namespace Sinter.Tensors.Operations;

/// <summary>
/// The indices, integers, of the largest elements along the last dimension: x [..., width] gives [..., count], largest first, of equal ones the lower index first. What is
/// no number counts as largest. For few of not very many, such as experts: the row is read once for each of them.
/// </summary>
public sealed class TopK(int count) : Operation
{
    /// <summary>How many indices are wanted.</summary>
    public int Count => count;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Type is DataType.Float32 or DataType.Float64 && x.Shape.Rank >= 1 && count >= 1 && count <= x.Shape[^1]
            ? [new(x.Shape.With(-1, count), DataType.Int32)]
            : throw Mismatch(inputs, $"one floating-point tensor [..., width] with a width of at least {count}, and at least one index wanted");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => count * node.Inputs[0].Shape.Count;
}
