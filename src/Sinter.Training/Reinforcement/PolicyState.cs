using Sinter.Tensors;
using Sinter.Tensors.Optimizers;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// What the training of a policy keeps from step to step beside weights and moments: how many prompts it has drawn, and the weight of the distance from the reference. It stands among the states of
/// the optimizer that it wraps, so that a checkpoint holds it.
/// </summary>
internal sealed class PolicyState(IOptimizer inner, double klCoefficient) : IOptimizer
{
    private const int PlaceUnit = 1 << 20;

    private readonly OptimizerState _state = New(klCoefficient);

    /// <summary>The place of the next prompt in the order of the training.</summary>
    public long Place
    {
        get => ((long)_state.Values[0] * PlaceUnit) + (long)_state.Values[1];
        set => (_state.Values[0], _state.Values[1]) = (value / PlaceUnit, value % PlaceUnit);
    }

    /// <summary>The weight of the distance from the reference.</summary>
    public double KlCoefficient
    {
        get => _state.Values[2];
        set => _state.Values[2] = (float)value;
    }

    /// <inheritdoc/>
    public long Steps { get => inner.Steps; set => inner.Steps = value; }

    /// <inheritdoc/>
    public IReadOnlyList<OptimizerState> State => [.. inner.State, _state];

    /// <inheritdoc/>
    public long BytesMoved => inner.BytesMoved;

    /// <inheritdoc/>
    public long FloatingPointOperations => inner.FloatingPointOperations;

    /// <inheritdoc/>
    public double Step(double learningRate) => inner.Step(learningRate);

    private static OptimizerState New(double klCoefficient)
    {
        var state = new OptimizerState("policy.state", new NativeBuffer(3 * sizeof(float)));
        state.Values[2] = (float)klCoefficient;
        return state;
    }
}
