namespace Sinter.Tensors.Operations;

/// <summary>
/// How likely logits find given classes: log softmax(logits)[target] of each row. Inputs: logits [rows, classes], targets [rows] (negative: none). Outputs: the log-probabilities
/// [rows] in nats; the logarithms of the sums of exponentials [rows], which the gradient goes on from and which take none themselves; the entropies of the
/// distributions [rows] in nats. All are 0 where there is no target. For a linear layer without a bias see <see cref="TokenLogProbabilities"/>.
/// </summary>
/// <param name="options">The cap, the classes and the index that is no target; nothing else may be set.</param>
public sealed class LogProbabilities(CrossEntropyOptions? options = null) : Operation
{
    /// <summary>The cap, the classes and the index that is no target.</summary>
    public CrossEntropyOptions Options { get; } = Checked(options);

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is not [{ Shape.Rank: 2 } logits, var targets] || logits.Type == DataType.Int32
            || targets.Shape != [logits.Shape[0]] || targets.Type != DataType.Int32 || Options.ValidClasses > logits.Shape[1])
        {
            throw Mismatch(inputs, $"logits [rows, classes]{Options.AtLeast()} and targets [rows]");
        }

        var byRow = new TensorSpec([logits.Shape[0]], logits.Type);
        return [byRow, byRow, byRow];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs) => Reference(Options, inputs[0], inputs[1]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new LogProbabilitiesGradient(Options).Apply([node.Inputs[0], node.Inputs[1], .. Upstream(this, node, outputGradients)])[0], null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 4 * node.Inputs[0].Shape.Count;

    /// <summary>The options, or none; what changes a loss but not a probability is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in its range.</exception>
    internal static CrossEntropyOptions Checked(CrossEntropyOptions? options)
    {
        var checkedOptions = CrossEntropyOptions.Checked(options);
        return checkedOptions is { LabelSmoothing: 0, ZLoss: 0 }
            ? checkedOptions
            : throw new ArgumentOutOfRangeException(nameof(options), $"Log-probabilities have no label smoothing and no z-loss; they were given {options}.");
    }

    /// <summary>The log-probabilities, logarithms and entropies of the rows, made of simpler operations.</summary>
    internal static IReadOnlyList<Tensor> Reference(CrossEntropyOptions options, Tensor logits, Tensor targets)
    {
        Shape byRow = [logits.Shape[0]];
        var (y, logarithm) = CrossEntropy.CappedLogits(options, logits);
        var chosen = new OneHot(y.Shape[1], logits.Type, options.IgnoreIndex).Apply(targets)[0];
        var wanted = chosen.Sum(-1);
        var logProbabilities = y - logarithm;
        return
        [
            (chosen * logProbabilities).Sum(-1).Reshape(byRow),
            (wanted * logarithm).Reshape(byRow),
            (-(wanted * (logProbabilities.Exp() * logProbabilities).Sum(-1))).Reshape(byRow),
        ];
    }

    /// <summary>What a gradient is given of each row: the logarithm, the gradient of the log-probability and, where entropies are trained, the entropy and its gradient.</summary>
    internal static Tensor[] Upstream(Operation operation, Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        if (outputGradients[1] is not null)
        {
            throw new InvalidOperationException($"{operation.Name} gives gradients of log-probabilities and entropies, not of the logarithms of sums.");
        }

        var logarithms = node.Outputs[1];
        var ofProbability = outputGradients[0] ?? Tensor.Zeros(logarithms.Backend, logarithms.Shape);
        return outputGradients[2] is { } ofEntropy ? [logarithms, ofProbability, node.Outputs[2], ofEntropy] : [logarithms, ofProbability];
    }
}

/// <summary>The gradient of <see cref="LogProbabilities"/> for the logits; inputs besides them and the targets, and the formula, as of <see cref="TokenLogProbabilitiesGradient"/>.</summary>
public sealed class LogProbabilitiesGradient(CrossEntropyOptions? options = null) : Operation
{
    /// <summary>The options of what this is the gradient of.</summary>
    public CrossEntropyOptions Options { get; } = LogProbabilities.Checked(options);

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs.Count is 4 or 6 && inputs[0].Type == DataType.Float32 && inputs.Skip(1).All(input => input.Shape == [inputs[0].Shape[0]])
            ? [new(inputs[0].Shape)]
            : throw Mismatch(inputs, "logits and numbers for each row in single precision");

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 6 * node.Inputs[0].Shape.Count;
}

/// <summary>What a distribution over tokens says of each row.</summary>
/// <param name="LogProbabilities">Of the target, in nats [rows]; 0 where there is none.</param>
/// <param name="Entropies">In nats [rows]; 0 where there is no target.</param>
public readonly record struct TokenStatistics(Tensor LogProbabilities, Tensor Entropies);

/// <summary>Log-probabilities of tokens, with gradients for each.</summary>
public static class LogProbabilityFunctions
{
    extension(Tensor x)
    {
        /// <summary>
        /// The log-probability of each row's target by a linear last layer [vocabulary, width] over these hidden states [rows, width], without stored logits: [rows] in nats;
        /// 0, and without a gradient, where the target is negative. See <see cref="Operations.TokenLogProbabilities"/>.
        /// </summary>
        public Tensor TokenLogProbabilities(Tensor weight, Tensor targets, CrossEntropyOptions? options = null)
            => new TokenLogProbabilities(options).Apply(x, weight, targets)[0];

        /// <summary>The same and the entropies of the distributions, which take gradients too.</summary>
        public TokenStatistics TokenStatistics(Tensor weight, Tensor targets, CrossEntropyOptions? options = null)
        {
            var outputs = new TokenLogProbabilities(options).Apply(x, weight, targets);
            return new(outputs[0], outputs[2]);
        }

        /// <summary>The log-probability of each row's target by these logits [rows, classes]: [rows] in nats; 0, and without a gradient, where the target is negative.</summary>
        public Tensor LogProbabilities(Tensor targets, CrossEntropyOptions? options = null) => new LogProbabilities(options).Apply(x, targets)[0];

        /// <summary>The same and the entropies of the distributions, which take gradients too.</summary>
        public TokenStatistics LogitStatistics(Tensor targets, CrossEntropyOptions? options = null)
        {
            var outputs = new LogProbabilities(options).Apply(x, targets);
            return new(outputs[0], outputs[2]);
        }
    }
}
