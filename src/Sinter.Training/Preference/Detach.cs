using Sinter.Tensors;

namespace Sinter.Training.Preference;

/// <summary>A tensor as a constant: its values pass, gradients do not. It takes no memory and no time.</summary>
internal sealed class Detach : Operation
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape, inputs[0].Type)];

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;

    /// <inheritdoc/>
    public override long BytesMoved(Node node) => 0;
}
