namespace Sinter.Tensors.Operations;

/// <summary>
/// The same numbers in another floating-point type, rounded to nearest, ties to even (between double precision and a narrow type by way of single precision).
/// Gradients of narrow tensors are held in single precision, so that between it and a narrow type a gradient passes as it is.
/// </summary>
public sealed class Cast(DataType type) : Operation
{
    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Type != DataType.Int32 && type != DataType.Int32 ? [new(x.Shape, type)] : throw Mismatch(inputs, $"a floating-point tensor to hold as {type}");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [outputGradients[0]!.Cast(node.Inputs[0].Type.Arithmetic())];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;
}

/// <summary>Changing the type of tensors.</summary>
public static class Casting
{
    extension(Tensor x)
    {
        /// <summary>The same numbers in another floating-point type; the tensor itself where it is of that type.</summary>
        public Tensor Cast(DataType type) => x.Type == type ? x : new Cast(type).Apply(x)[0];
    }
}
