using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>
/// What all optimizers over the flat block of parameters share: the norm of all gradients is measured first and decides how they are clipped; where it
/// is no finite number, the step is not taken and the gradients are cleared, so that the next one begins clean.
/// </summary>
public abstract unsafe class FusedOptimizer : IOptimizer
{
    private readonly double _gradientClip;
    private readonly GradientNorm _norm;

    private protected FusedOptimizer(ParameterSet parameters, double gradientClip)
    {
        Parameters = parameters;
        Cpu = parameters.Backend as CpuBackend ?? throw new ArgumentException($"{GetType().Name} runs on the processor's backend.", nameof(parameters));
        _gradientClip = gradientClip;
        _norm = new GradientNorm(parameters);
    }

    /// <inheritdoc/>
    public long Steps { get; set; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public abstract long BytesMoved { get; }

    /// <inheritdoc/>
    public virtual long FloatingPointOperations => 0;

    private protected ParameterSet Parameters { get; }

    private protected CpuBackend Cpu { get; }

    private protected float* Weights => (float*)Parameters.Values.Pointer;

    private protected float* Gradients => (float*)Parameters.Gradients.Pointer;

    /// <inheritdoc/>
    public double Step(double learningRate)
    {
        var norm = _norm.Measure(Cpu.Workers);
        if (double.IsFinite(norm))
        {
            Steps++;
            Update(learningRate, GradientNorm.ClipFactor(norm, _gradientClip));
        }
        else
        {
            Parameters.ClearGradients();
        }

        // The kernels hold bare pointers: what owns the memory must outlive them.
        GC.KeepAlive(this);
        return norm;
    }

    /// <summary>Changes the weights by the gradients times <paramref name="clip"/>, and clears the gradients. <see cref="Steps"/> counts this step already.</summary>
    private protected abstract void Update(double learningRate, double clip);
}
