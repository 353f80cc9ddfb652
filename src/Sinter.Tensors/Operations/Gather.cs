namespace Sinter.Tensors.Operations;

/// <summary>Rows of a table [rows, width] by index [...]: [..., width]. The embedding of tokens. A negative index gives zeros.</summary>
public sealed class Gather : Operation
{
    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [var table, var indices] || table.Shape.Rank != 2 || table.Type == DataType.Int32 || indices.Type != DataType.Int32)
        {
            throw Mismatch(inputs, "a table [rows, width] and integer indices");
        }

        return [new([.. indices.Shape.ToArray(), table.Shape[1]], table.Type)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new ScatterAdd(node.Inputs[0].Shape[0]).Apply(outputGradients[0]!, node.Inputs[1])[0], null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;

    /// <inheritdoc/>
    public override long BytesMoved(Node node) => 2 * node.Outputs[0].ByteCount;
}

/// <summary>Adds values [..., width] into the rows of zeros [rows, width] that the indices [...] name, in the order of the indices.</summary>
public sealed class ScatterAdd(int rows) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [var values, var indices] || indices.Type != DataType.Int32 || values.Shape.Rank < 1
            || indices.Shape.Count != values.Shape.Product(0, values.Shape.Rank - 1))
        {
            throw Mismatch(inputs, "values [..., width] and an index for each");
        }

        return [new([rows, values.Shape[^1]], values.Type)];
    }

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [outputGradients[0]!.Gather(node.Inputs[1]).Reshape(node.Inputs[0].Shape), null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => node.Inputs[0].Shape.Count;
}

/// <summary>Rows by index.</summary>
public static class Gathering
{
    extension(Tensor table)
    {
        /// <summary>The rows that the indices name: [rows, width] and [...] give [..., width].</summary>
        public Tensor Gather(Tensor indices) => new Gather().Apply(table, indices)[0];
    }
}
