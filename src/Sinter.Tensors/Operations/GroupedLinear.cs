namespace Sinter.Tensors.Operations;

/// <summary>
/// A linear layer of its own for each group of rows, such as the rows of an expert. Inputs: x [rows, in], the rows of a group one after another; weights
/// [groups, out, in], or the same as [groups out, in]; offsets [groups + 1], where the rows of group g are offsets[g] to offsets[g + 1]. Output: [rows, out];
/// a row of no group gives zeros. Weights may lie in a narrow type beside floats: they are read as they lie.
/// </summary>
/// <param name="transpose">Whether weights are stored as [groups, out, in], PyTorch's way; else as [groups, in, out], which serves the gradient.</param>
public sealed class GroupedLinear(bool transpose = true) : Operation
{
    /// <summary>Whether weights are stored as [groups, out, in].</summary>
    public bool Transpose => transpose;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => input == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [{ Shape.Rank: 2 } x, { Shape.Rank: 2 or 3 } weights, { Shape.Rank: 1, Type: DataType.Int32 } offsets]
            && x.Type is DataType.Float32 or DataType.Float64 && weights.Type.Arithmetic() == x.Type
            && offsets.Shape[0] >= 2 && MatrixRows(weights.Shape, offsets.Shape[0] - 1) is > 0 and var matrixRows
            && x.Shape[1] == (transpose ? weights.Shape[^1] : matrixRows))
        {
            return [new([x.Shape[0], transpose ? matrixRows : weights.Shape[^1]], x.Type)];
        }

        throw Mismatch(inputs, transpose
            ? "x [rows, in], weights [groups, out, in] and offsets [groups + 1]"
            : "x [rows, in], weights [groups, in, out] and offsets [groups + 1]");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (x, weights, offsets, dy) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], outputGradients[0]!);
        return
        [
            x.RequiresGradient ? new GroupedLinear(!transpose).Apply(dy, weights, offsets)[0] : null,
            !weights.RequiresGradient ? null
                : transpose ? new GroupedLinearWeightGradient(weights.Shape).Apply(dy, x, offsets)[0]
                : new GroupedLinearWeightGradient(weights.Shape).Apply(x, dy, offsets)[0],
            null,
        ];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[0].Shape.Count * node.Outputs[0].Shape[1];

    /// <summary>Rows of the matrix of one group; 0 where the shape cannot be that of so many.</summary>
    internal static int MatrixRows(Shape weights, int groups)
        => weights.Rank == 3 ? (weights[0] == groups ? weights[1] : 0) : weights[0] % groups == 0 ? weights[0] / groups : 0;
}

/// <summary>
/// The gradient of <see cref="GroupedLinear"/> for its weights: for each group leftᵀ · right over its rows; zeros for a group without rows. Inputs: left [rows, m],
/// right [rows, n] and offsets [groups + 1]. Output: [groups, m, n], or the same as [groups m, n].
/// </summary>
/// <param name="shape">The shape of the weights.</param>
public sealed class GroupedLinearWeightGradient(Shape shape) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [{ Shape.Rank: 2 } left, { Shape.Rank: 2 } right, { Type: DataType.Int32, Shape.Rank: 1 } offsets] && left.Type == right.Type
            && left.Shape[0] == right.Shape[0] && left.Shape[1] == GroupedLinear.MatrixRows(shape, offsets.Shape[0] - 1) && right.Shape[1] == shape[^1]
            ? [new(shape, left.Type)]
            : throw Mismatch(inputs, $"two matrices of as many rows and offsets that fit weights {shape}");

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => true;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[0].Shape.Count * node.Inputs[1].Shape[1];
}
