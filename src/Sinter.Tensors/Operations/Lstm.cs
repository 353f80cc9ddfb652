namespace Sinter.Tensors.Operations;

/// <summary>
/// One step of a long short-term memory (Hochreiter and Schmidhuber 1997; gates in PyTorch's order input, forget, cell, output) after its products: with
/// (i, f, g, o) = gates + inputBias + hiddenBias, c' = sigmoid(f) c + sigmoid(i) tanh(g) and h' = sigmoid(o) tanh(c'). Inputs: gates [batch, 4 hidden], which are
/// x W_inputᵀ + h W_hiddenᵀ; inputBias and hiddenBias [4 hidden]; c [batch, hidden]. Outputs: h' and c', [batch, hidden] each.
/// </summary>
public sealed class LstmCell : Operation
{
    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var gates, var inputBias, var hiddenBias, var c] && c.Shape.Rank == 2 && c.Type != DataType.Int32 && inputs.All(input => input.Type == c.Type)
            && gates.Shape == [c.Shape[0], 4 * c.Shape[1]] && inputBias.Shape == [4 * c.Shape[1]] && hiddenBias.Shape == inputBias.Shape
            ? [new(c.Shape, c.Type), new(c.Shape, c.Type)]
            : throw Mismatch(inputs, "gates [batch, 4 hidden], two biases [4 hidden] and a cell [batch, hidden]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var hidden = inputs[3].Shape[1];
        var gates = inputs[0] + inputs[1] + inputs[2];
        Tensor Gate(int index) => gates.Slice(1, index * hidden, hidden);
        var cell = (Gate(1).Sigmoid() * inputs[3]) + (Gate(0).Sigmoid() * Tanh(Gate(2)));
        return [Gate(3).Sigmoid() * Tanh(cell), cell];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var cell = node.Inputs[3];
        Tensor OrZeros(Tensor? gradient) => gradient ?? Tensor.Zeros(cell.Backend, cell.Shape);
        return new LstmCellGradient().Apply([.. node.Inputs, node.Outputs[1], OrZeros(outputGradients[0]), OrZeros(outputGradients[1])]);
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 30 * node.Outputs[0].Shape.Count;

    /// <summary>2 sigmoid(2 x) - 1.</summary>
    internal static Tensor Tanh(Tensor x) => x.Affine(2).Sigmoid().Affine(2, -1);
}

/// <summary>The gradient of <see cref="LstmCell"/>: from its inputs, c', dh' and dc' to those of its inputs. The gates are computed again, not kept.</summary>
public sealed class LstmCellGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [.. inputs.Take(4).Select(input => new TensorSpec(input.Shape))];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output is 1 or 2;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 50 * node.Inputs[3].Shape.Count;
}
