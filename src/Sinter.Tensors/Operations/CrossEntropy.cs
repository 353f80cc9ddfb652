namespace Sinter.Tensors.Operations;

/// <summary>
/// The cross-entropy of given logits, for classifiers. Inputs: logits [rows, classes]; targets [rows] (negative: not trained); scale, a scalar; and, where
/// classes count differently, their weights [classes], by which each term of the sum over classes is multiplied (PyTorch's rule; for its
/// mean, scale is 1 / sum of the targets' weights). Outputs: the loss scale · sum(losses); the losses of the rows in nats; the gradient
/// of the loss for the logits, computed in the same pass. Class weights take no gradient.
/// </summary>
public sealed class CrossEntropy(CrossEntropyOptions? options = null) : Operation
{
    /// <summary>What is trained besides the plain cross-entropy.</summary>
    public CrossEntropyOptions Options { get; } = CrossEntropyOptions.Checked(options);

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count is not (3 or 4) || inputs[0].Shape.Rank != 2 || inputs[0].Type == DataType.Int32
            || inputs[1].Shape != [inputs[0].Shape[0]] || inputs[1].Type != DataType.Int32 || inputs[2].Shape.Count != 1
            || (inputs.Count == 4 && (inputs[3].Shape != [inputs[0].Shape[1]] || inputs[3].Type != inputs[0].Type))
            || Options.ValidClasses > inputs[0].Shape[1])
        {
            throw Mismatch(inputs, $"logits [rows, classes]{Options.AtLeast()}, targets [rows], a scalar scale and perhaps weights [classes]");
        }

        var logits = inputs[0];
        return [new([], logits.Type), new([logits.Shape[0]], logits.Type), new(logits.Shape, logits.Type)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
        => Reference(Options, inputs[0], inputs[1], inputs[2], inputs.Count == 4 ? inputs[3] : null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var upstream = outputGradients[0]
            ?? throw new InvalidOperationException($"{Name} gives gradients of its first output, the scaled sum, not of the single losses.");
        var gradients = new Tensor?[node.Inputs.Count];
        gradients[0] = upstream.IsOne ? node.Outputs[2] : node.Outputs[2] * upstream;
        return gradients;
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 8 * node.Inputs[0].Shape.Count;

    /// <summary>The loss and the losses of the rows, made of simpler operations.</summary>
    internal static IReadOnlyList<Tensor> Reference(CrossEntropyOptions options, Tensor logits, Tensor targets, Tensor scale, Tensor? classWeights, Tensor? rowWeights = null)
    {
        var classes = options.Classes(logits.Shape[1]);
        var (y, logarithm) = CappedLogits(options, logits);
        var chosen = new OneHot(classes, logits.Type, options.IgnoreIndex).Apply(targets)[0];
        var trained = chosen.Sum(-1);
        var wanted = chosen.Affine(1 - options.LabelSmoothing) + trained.Affine(options.LabelSmoothing / classes);
        if (classWeights is not null)
        {
            wanted *= classWeights.Slice(0, 0, classes);
        }

        var losses = (wanted * (logarithm - y)).Sum(-1) + (trained * logarithm * logarithm).Affine(options.ZLoss);
        var byRow = losses.Reshape([logits.Shape[0]]);
        byRow = rowWeights is null ? byRow : byRow * rowWeights;
        return [byRow.Sum() * scale.Reshape([]), byRow];
    }

    /// <summary>Logits of the classes that take part, capped where the options say so, and of each row the logarithm of the sum of their exponentials, [rows, 1].</summary>
    internal static (Tensor Logits, Tensor Logarithm) CappedLogits(CrossEntropyOptions options, Tensor logits)
    {
        var y = logits.Slice(1, 0, options.Classes(logits.Shape[1]));
        if (options.SoftCap > 0)
        {
            // cap tanh(x / cap) = 2 cap sigmoid(2 x / cap) - cap
            y = y.Affine(2 / options.SoftCap).Sigmoid().Affine(2 * options.SoftCap, -options.SoftCap);
        }

        var largest = y.Maximum(-1);
        return (y, (y - largest).Exp().Sum(-1).Log() + largest);
    }
}

/// <summary>Rows [..., classes] with a 1 at the index and zeros elsewhere; all zeros for a negative index, and for the ignored one.</summary>
public sealed class OneHot(int classes, DataType type, int? ignored = null) : Operation
{
    /// <summary>An index whose row is all zeros.</summary>
    public int? Ignored => ignored;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var indices] && indices.Type == DataType.Int32 ? [new([.. indices.Shape.ToArray(), classes], type)] : throw Mismatch(inputs, "integer indices");
}
