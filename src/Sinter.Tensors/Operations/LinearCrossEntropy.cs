using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Operations;

/// <summary>
/// The last layer and the loss in one: logits = hidden · weightᵀ, then -log softmax(logits)[target] (or what the options make of it, see
/// <see cref="CrossEntropyOptions"/>), for a block of rows at a time, so that the logits of all rows are never stored. Rows that are not trained cost nothing. Inputs:
/// hidden [rows, width], weight [vocabulary, width], targets [rows] (-1: not trained), scale, a scalar (1 / trained tokens gives the mean), and, where rows
/// count differently, their weights [rows], which the losses and their gradients are multiplied by and which take no gradient. Outputs: the loss scale · sum(losses);
/// the losses of the rows in nats (0 where not trained); the gradients of the loss for hidden and weight, computed while the logits are at hand; working memory.
/// </summary>
public sealed class LinearCrossEntropy(CrossEntropyOptions? options = null) : Operation
{
    private const int ManyClasses = 16384;

    /// <summary>What is trained besides the plain cross-entropy.</summary>
    public CrossEntropyOptions Options { get; } = CrossEntropyOptions.Checked(options);

    /// <summary>Rows whose logits are held at a time: many share what is packed of the weight, few take little memory where there are many classes.</summary>
    public static int BlockRows(int classes) => classes <= ManyClasses ? 768 : 384;

    /// <summary>
    /// Rows of a block where there are so many in all: of many classes as few as make no more blocks than the most rows would, so that the last block is about as
    /// long as the others and the logits take less memory; a multiple of what the micro-kernels take at once.
    /// </summary>
    public static int BlockRows(int classes, int rows)
    {
        const int TileRows = 12;
        var most = Math.Min(BlockRows(classes), rows);
        if (classes <= ManyClasses || most < 1)
        {
            return most;
        }

        var blocks = (rows + most - 1) / most;
        var even = (rows + blocks - 1) / blocks;
        return Math.Min(most, (even + TileRows - 1) / TileRows * TileRows);
    }

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ReadsBlocks(int input) => input == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [var hidden, var weight, var targets, var scale, ..] || inputs.Count > 5
            || hidden.Shape.Rank != 2 || weight.Shape.Rank != 2 || hidden.Shape[1] != weight.Shape[1]
            || targets.Shape != [hidden.Shape[0]] || targets.Type != DataType.Int32 || scale.Shape.Count != 1
            || (inputs.Count == 5 && (inputs[4].Shape != targets.Shape || inputs[4].Type != hidden.Type)) || Options.ValidClasses > weight.Shape[0])
        {
            throw Mismatch(inputs, $"hidden [rows, width], weight [vocabulary, width]{Options.AtLeast()}, targets [rows], a scalar scale and perhaps weights [rows]");
        }

        return
        [
            new([], hidden.Type),
            new([hidden.Shape[0]], hidden.Type),
            new(hidden.Shape, hidden.Type),
            new(weight.Shape, hidden.Type),
            LinearLogits.Workspace(Options, hidden.Shape, weight.Shape, hidden.Type),
        ];
    }

    /// <inheritdoc/>
    public override int WorkspaceOutput => 4;

    /// <inheritdoc/>
    public override bool CanAccumulate(int output) => output == 3;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
        => CrossEntropy.Reference(Options, inputs[0].Linear(inputs[1]), inputs[2], inputs[3], classWeights: null, inputs.Count == 5 ? inputs[4] : null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var upstream = outputGradients[0]
            ?? throw new InvalidOperationException($"{Name} gives gradients of its first output, the scaled sum, not of the single losses.");
        var gradients = new Tensor?[node.Inputs.Count];
        gradients[0] = upstream.IsOne ? node.Outputs[2] : node.Outputs[2] * upstream;
        gradients[1] = !node.Inputs[1].RequiresGradient ? null : upstream.IsOne ? node.Outputs[3] : node.Outputs[3] * upstream;
        return gradients;
    }

    /// <summary>The logits, and where gradients are wanted two products more.</summary>
    public override long FloatingPointOperations(Node node)
        => (node.Inputs[0].RequiresGradient || node.Inputs[1].RequiresGradient ? 6 : 2) * node.Inputs[0].Shape.Count * Options.Classes(node.Inputs[1].Shape[0]);
}

/// <summary>What is lost against targets.</summary>
/// <param name="Loss">The scaled sum, a scalar.</param>
/// <param name="Losses">The loss of each row: for a cross-entropy in nats, 0 where not trained, and without a gradient.</param>
public readonly record struct LossTensors(Tensor Loss, Tensor Losses);

/// <summary>Losses.</summary>
public static class LossFunctions
{
    extension(Tensor x)
    {
        /// <summary>The cross-entropy of a linear last layer without stored logits; see <see cref="Operations.LinearCrossEntropy"/>.</summary>
        public LossTensors LinearCrossEntropy(Tensor weight, Tensor targets, Tensor scale, CrossEntropyOptions? options = null, Tensor? rowWeights = null)
        {
            var operation = new LinearCrossEntropy(options);
            var outputs = rowWeights is null ? operation.Apply(x, weight, targets, scale) : operation.Apply(x, weight, targets, scale, rowWeights);
            return new(outputs[0], outputs[1]);
        }

        /// <summary>The cross-entropy of logits [rows, classes] that are there already; see <see cref="Operations.CrossEntropy"/>.</summary>
        public LossTensors CrossEntropy(Tensor targets, Tensor scale, Tensor? classWeights = null, CrossEntropyOptions? options = null)
        {
            var operation = new CrossEntropy(options);
            var outputs = classWeights is null ? operation.Apply(x, targets, scale) : operation.Apply(x, targets, scale, classWeights);
            return new(outputs[0], outputs[1]);
        }
    }
}
