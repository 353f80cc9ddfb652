using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>Settings of <see cref="AdamW"/>; the defaults are those of GPT-3.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root, so that nothing is divided by 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a matrix's weights taken away in each step, times the learning rate; vectors are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. 0: no limit.</summary>
    public double GradientClip { get; init; } = 1.0;
}

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): m = β1 m + (1-β1) g; v = β2 v + (1-β2) g²;
/// w -= rate (m / (1-β1ᵗ) / (sqrt(v / (1-β2ᵗ)) + ε) + decay w). One pass over the parameters' memory, which also clears the gradients.
/// </summary>
public sealed unsafe class AdamW : FusedOptimizer
{
    /// <summary>Weight, gradient and both means are read and written, and the gradient was read once before, for the norm.</summary>
    private const int FloatsMovedByWeight = 9;

    private readonly AdamWOptions _options;
    private readonly OptimizerState _means;
    private readonly OptimizerState _squares;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public AdamW(ParameterSet parameters, AdamWOptions options)
        : base(parameters, options.GradientClip)
    {
        _options = options;
        _means = new OptimizerState("adamw.means", new NativeBuffer(parameters.TrainedLength * sizeof(float)));
        _squares = new OptimizerState("adamw.squares", new NativeBuffer(parameters.TrainedLength * sizeof(float)));
        State = [_means, _squares];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public override long BytesMoved => FloatsMovedByWeight * Parameters.TrainedLength * sizeof(float);

    /// <summary>Bytes of state that a set of parameters needs.</summary>
    public static long StateBytes(ParameterSet parameters) => 2 * parameters.TrainedLength * sizeof(float);

    /// <summary>Bytes of working memory that a set of parameters needs.</summary>
    public static long ScratchBytes(ParameterSet parameters) => GradientNorm.ScratchBytes(parameters);

    private protected override void Update(double learningRate, double clip)
    {
        var update = AdamWUpdate.Of(_options, learningRate, Steps, clip) with
        {
            Weights = Weights,
            Gradients = Gradients,
            Means = (float*)_means.Buffer.Pointer,
            Squares = (float*)_squares.Buffer.Pointer,
            Length = Parameters.TrainedLength,
            DecayedLength = Parameters.DecayedLength,
        };
        update.RunAll(Cpu.Workers);
    }
}
