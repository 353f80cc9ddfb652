namespace Sinter.Tensors.Operations;

/// <summary>
/// Brings what experts made of their rows back to the tokens: y[t] = sum over the k slots s of weights[t, s] · x[row of (t, s)]. Inputs: x [tokens k, width]; weights
/// [tokens, k]; the row of each assignment [tokens, k] and the assignment of each row [tokens k], which are each other's inverse (see
/// <see cref="ExpertOrder"/>). Output: [tokens, width].
/// </summary>
public sealed class CombineExperts : Operation
{
    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [{ Shape.Rank: 2 } x, { Shape.Rank: 2 } weights, { Type: DataType.Int32 } rows, { Type: DataType.Int32 } assignments]
            && x.Type != DataType.Int32 && weights.Type == x.Type && weights.Shape.Count == x.Shape[0] && rows.Shape == weights.Shape && assignments.Shape == [x.Shape[0]]
            ? [new([weights.Shape[0], x.Shape[1]], x.Type)]
            : throw Mismatch(inputs, "x [tokens k, width], weights [tokens, k], rows [tokens, k] and assignments [tokens k]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (tokens, slots) = (inputs[1].Shape[0], inputs[1].Shape[1]);
        return [(inputs[0].Gather(inputs[2]) * inputs[1].Reshape([tokens, slots, 1])).Sum(1).Reshape([tokens, inputs[0].Shape[1]])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [.. new CombineExpertsGradient().Apply(node.Inputs[0], node.Inputs[1], node.Inputs[3], outputGradients[0]!), null, null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[0].Shape.Count;
}

/// <summary>
/// The gradient of <see cref="CombineExperts"/>: from x, weights, the assignment a of each row r, and dy, to dx[r] = weights[a] dy[token of a] and dweights[a] = x[r] · dy[token of a].
/// </summary>
public sealed class CombineExpertsGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape), new(inputs[1].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 3 * node.Inputs[0].Shape.Count;
}
