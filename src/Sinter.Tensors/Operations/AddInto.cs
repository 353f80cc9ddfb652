namespace Sinter.Tensors.Operations;

/// <summary>Adds its input to what its output holds: how a gradient gathers where no kernel can add its result itself.</summary>
internal sealed class AddInto : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape, inputs[0].Type)];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;
}
