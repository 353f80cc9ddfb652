namespace Sinter.Tensors.Operations;

/// <summary>
/// A tensor times a number that is computed itself, such as the gradient of a loss times what the loss counts among others. Inputs: x of any shape; factor, a tensor
/// of one element. Output: as x. <c>x * factor</c> is this operation.
/// </summary>
public sealed class ScaleBy : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, var factor] && factor.Shape.Count == 1 && factor.Type == x.Type && x.Type != DataType.Int32
            ? [new(x.Shape, x.Type)]
            : throw Mismatch(inputs, "a floating-point tensor and one of the same type with one element");

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (x, factor, dy) = (node.Inputs[0], node.Inputs[1], outputGradients[0]!);
        return
        [
            x.RequiresGradient ? new ScaleBy().Apply(dy, factor)[0] : null,
            factor.RequiresGradient ? (dy * x).Sum().Reshape(factor.Shape) : null,
        ];
    }
}
