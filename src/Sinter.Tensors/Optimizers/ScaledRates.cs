using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>
/// An optimizer whose learning rate is scaled parameter by parameter, for rates that fall from layer to layer (Howard and Ruder 2018) and layers that thaw one after another: after a step each
/// parameter keeps the share of its change that its factor says, which for optimizers with decoupled decay is a step with the rate times the factor. A parameter with the factor 0 counts as frozen: its
/// gradient is cleared before the step, so that it takes no part in the norm, and its bits stay. It takes memory for a copy of all parameters whose factor is not always 1.
/// </summary>
public sealed class ScaledRates : IOptimizer
{
    private readonly IOptimizer _inner;
    private readonly ParameterSet _parameters;
    private readonly Func<Parameter, long, double> _factor;
    private readonly NativeBuffer _before;

    /// <summary>Wraps an optimizer.</summary>
    /// <param name="inner">Makes the steps.</param>
    /// <param name="parameters">What it trains.</param>
    /// <param name="factor">The factor of a parameter in a step, counted from 0; in [0, 1].</param>
    public ScaledRates(IOptimizer inner, ParameterSet parameters, Func<Parameter, long, double> factor)
    {
        _inner = inner;
        _parameters = parameters;
        _factor = factor;
        _before = new NativeBuffer(StateBytes(parameters));
    }

    /// <inheritdoc/>
    public long Steps { get => _inner.Steps; set => _inner.Steps = value; }

    /// <inheritdoc/>
    public IReadOnlyList<OptimizerState> State => _inner.State;

    /// <inheritdoc/>
    public long BytesMoved => _inner.BytesMoved + (4 * _before.Bytes);

    /// <inheritdoc/>
    public long FloatingPointOperations => _inner.FloatingPointOperations;

    /// <summary>Bytes that it takes beside the optimizer.</summary>
    public static long StateBytes(ParameterSet parameters) => parameters.TrainedLength * sizeof(float);

    /// <inheritdoc/>
    public double Step(double learningRate)
    {
        var scaled = _parameters.Trained.Select(parameter => (Parameter: parameter, Factor: Checked(_factor(parameter, Steps)))).Where(static entry => entry.Factor != 1).ToList();
        foreach (var (parameter, factor) in scaled)
        {
            parameter.Value.AsSpan<float>().CopyTo(Before(parameter));
            if (factor == 0)
            {
                parameter.Gradient.AsSpan<float>().Clear();
            }
        }

        var norm = _inner.Step(learningRate);
        foreach (var (parameter, factor) in scaled)
        {
            var values = parameter.Value.AsSpan<float>();
            var before = Before(parameter);
            if (factor == 0)
            {
                before.CopyTo(values);
                continue;
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = before[i] + ((float)factor * (values[i] - before[i]));
            }
        }

        GC.KeepAlive(this);
        return norm;
    }

    private static double Checked(double factor) => factor is >= 0 and <= 1 ? factor : throw new InvalidOperationException($"The factor of a learning rate is {factor}; it lies between 0 and 1.");

    private Span<float> Before(Parameter parameter) => _before.AsSpan<float>(parameter.Offset * sizeof(float), parameter.Value.Shape.Count);
}
