using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Operations;

/// <summary>
/// How likely a linear last layer finds given tokens: logits = hidden · weightᵀ, then log softmax(logits)[target], for a block of rows at a time, so that
/// the logits of all rows are never stored. Unlike <see cref="LinearCrossEntropy"/> it has a gradient for each row, whatever a loss makes of the rows
/// afterwards (preferences, ratios of policies); for that the logits are computed once more. Rows without a target cost nothing. Inputs: hidden [rows, width], weight
/// [vocabulary, width], targets [rows] (negative: none). Outputs: the log-probabilities [rows] in nats; the logarithms of the sums of exponentials [rows], which the
/// gradient goes on from and which take none themselves; the entropies of the distributions [rows] in nats; working memory. All are 0 where there is no target.
/// </summary>
/// <param name="options">The cap, the classes and the index that is no target; nothing else may be set.</param>
public sealed class TokenLogProbabilities(CrossEntropyOptions? options = null) : Operation
{
    /// <summary>The cap, the classes and the index that is no target.</summary>
    public CrossEntropyOptions Options { get; } = LogProbabilities.Checked(options);

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => input == 1;

    /// <inheritdoc/>
    public override int WorkspaceOutput => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [{ Shape.Rank: 2 } hidden, { Shape.Rank: 2 } weight, var targets] || hidden.Shape[1] != weight.Shape[1]
            || targets.Shape != [hidden.Shape[0]] || targets.Type != DataType.Int32 || Options.ValidClasses > weight.Shape[0])
        {
            throw Mismatch(inputs, $"hidden [rows, width], weight [vocabulary, width]{Options.AtLeast()} and targets [rows]");
        }

        var byRow = new TensorSpec([hidden.Shape[0]], hidden.Type);
        return [byRow, byRow, byRow, LinearLogits.Workspace(Options, hidden.Shape, weight.Shape, hidden.Type)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs) => LogProbabilities.Reference(Options, inputs[0].Linear(inputs[1]), inputs[2]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new TokenLogProbabilitiesGradient(Options).Apply(
            [node.Inputs[0], node.Inputs[1], node.Inputs[2], .. LogProbabilities.Upstream(this, node, outputGradients)]);
        return [gradients[0], node.Inputs[1].RequiresGradient ? gradients[1] : null, null];
    }

    /// <summary>The logits, if every row has a target.</summary>
    public override long FloatingPointOperations(Node node) => 2 * node.Inputs[0].Shape.Count * Options.Classes(node.Inputs[1].Shape[0]);
}

/// <summary>
/// The gradient of <see cref="TokenLogProbabilities"/>: with p the softmax of a row, u the gradient that reaches its log-probability and v that of its entropy H, the gradient of its
/// logits is u (1[target] - p) - v p (log p + H), times the slope of the cap. Inputs: hidden, weight, targets and logarithms as there; u [rows]; and, where entropies
/// are trained, H [rows] and v [rows]. Outputs: the gradients for hidden and weight; working memory. Rows that no gradient reaches cost nothing.
/// </summary>
public sealed class TokenLogProbabilitiesGradient(CrossEntropyOptions? options = null) : Operation
{
    /// <summary>The options of what this is the gradient of.</summary>
    public CrossEntropyOptions Options { get; } = LogProbabilities.Checked(options);

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => input == 1;

    /// <inheritdoc/>
    public override int WorkspaceOutput => 2;

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count is not (5 or 7) || inputs[0].Type != DataType.Float32 || inputs.Skip(2).Any(input => input.Shape != [inputs[0].Shape[0]]))
        {
            throw Mismatch(inputs, "hidden, weight and numbers for each row in single precision");
        }

        return [new(inputs[0].Shape), new(inputs[1].Shape), LinearLogits.Workspace(Options, inputs[0].Shape, inputs[1].Shape, DataType.Float32)];
    }

    /// <summary>The logits once more, and their products with the weight and with the hidden states, if every row has a target.</summary>
    public override long FloatingPointOperations(Node node)
        => (node.Inputs[1].RequiresGradient ? 6 : 4) * node.Inputs[0].Shape.Count * Options.Classes(node.Inputs[1].Shape[0]);
}
