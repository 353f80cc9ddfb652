using Sinter.Tensors.Cpu;
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
public sealed unsafe class AdamW : IOptimizer
{
    private readonly ParameterSet _parameters;
    private readonly AdamWOptions _options;
    private readonly Workers _workers;
    private readonly GradientNorm _norm;
    private readonly OptimizerState _means;
    private readonly OptimizerState _squares;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public AdamW(ParameterSet parameters, AdamWOptions options)
    {
        _parameters = parameters;
        _options = options;
        _workers = parameters.Backend is CpuBackend cpu ? cpu.Workers : throw new ArgumentException("AdamW runs on the processor's backend.", nameof(parameters));
        _norm = new GradientNorm(parameters);
        _means = new OptimizerState("adamw.means", new NativeBuffer(parameters.BufferLength * sizeof(float)));
        _squares = new OptimizerState("adamw.squares", new NativeBuffer(parameters.BufferLength * sizeof(float)));
        State = [_means, _squares];
    }

    /// <inheritdoc/>
    public long Steps { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<OptimizerState> State { get; }

    /// <summary>Bytes of state that a set of parameters needs.</summary>
    public static long StateBytes(ParameterSet parameters) => 2 * parameters.BufferLength * sizeof(float);

    /// <inheritdoc/>
    public double Step(double learningRate)
    {
        var norm = _norm.Measure(_workers);
        if (double.IsFinite(norm))
        {
            Steps++;
            var update = AdamWUpdate.Of(_options, learningRate, Steps, GradientNorm.ClipFactor(norm, _options.GradientClip)) with
            {
                Weights = (float*)_parameters.Values.Pointer,
                Gradients = (float*)_parameters.Gradients.Pointer,
                Means = (float*)_means.Buffer.Pointer,
                Squares = (float*)_squares.Buffer.Pointer,
                Length = _parameters.BufferLength,
                DecayedLength = _parameters.DecayedLength,
            };
            update.RunAll(_workers);
        }

        // The kernels hold bare pointers: what owns the memory must outlive them.
        GC.KeepAlive(this);
        return norm;
    }
}
