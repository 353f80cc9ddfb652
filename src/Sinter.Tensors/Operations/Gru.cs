namespace Sinter.Tensors.Operations;

/// <summary>
/// One step of a gated recurrent unit (Cho et al. 2014; PyTorch's form, gates in its order reset, update, new) after its products: with a = inputGates +
/// inputBias and b = hiddenGates + hiddenBias, r = sigmoid(a_r + b_r), z = sigmoid(a_z + b_z), n = tanh(a_n + r b_n) and
/// h' = (1 - z) n + z h. Inputs: inputGates = x W_inputᵀ and hiddenGates = h W_hiddenᵀ, [batch, 3 hidden] each; inputBias and hiddenBias
/// [3 hidden]; h [batch, hidden]. Output: h' [batch, hidden].
/// </summary>
public sealed class GruCell : Operation
{
    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var inputGates, var hiddenGates, var inputBias, var hiddenBias, var h] && h.Shape.Rank == 2 && h.Type != DataType.Int32
            && inputs.All(input => input.Type == h.Type) && inputGates.Shape == [h.Shape[0], 3 * h.Shape[1]] && hiddenGates.Shape == inputGates.Shape
            && inputBias.Shape == [3 * h.Shape[1]] && hiddenBias.Shape == inputBias.Shape
            ? [new(h.Shape, h.Type)]
            : throw Mismatch(inputs, "gates of the input and of the hidden state [batch, 3 hidden], a bias [3 hidden] of each, and a hidden state [batch, hidden]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var hidden = inputs[4].Shape[1];
        var (a, b) = (inputs[0] + inputs[2], inputs[1] + inputs[3]);
        Tensor Part(Tensor gates, int index) => gates.Slice(1, index * hidden, hidden);
        var reset = (Part(a, 0) + Part(b, 0)).Sigmoid();
        var update = (Part(a, 1) + Part(b, 1)).Sigmoid();
        var candidate = LstmCell.Tanh(Part(a, 2) + (reset * Part(b, 2)));
        return [candidate + (update * (inputs[4] - candidate))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => new GruCellGradient().Apply([.. node.Inputs, outputGradients[0]!]);

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 30 * node.Outputs[0].Shape.Count;
}

/// <summary>The gradient of <see cref="GruCell"/>: from its inputs and dh' to those of its inputs. The gates are computed again, not kept.</summary>
public sealed class GruCellGradient : Operation
{
    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [.. inputs.Take(5).Select(input => new TensorSpec(input.Shape))];

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output is 2 or 3;

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 50 * node.Inputs[4].Shape.Count;
}
