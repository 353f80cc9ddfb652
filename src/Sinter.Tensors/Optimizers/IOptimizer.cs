namespace Sinter.Tensors.Optimizers;

/// <summary>Numbers that an optimizer keeps from step to step; all of them are saved in a checkpoint.</summary>
/// <param name="Name">The name in files, such as <c>adamw.means</c>.</param>
/// <param name="Buffer">The memory; read and written in place.</param>
public sealed record OptimizerState(string Name, NativeBuffer Buffer)
{
    /// <summary>The numbers.</summary>
    public Span<float> Values => Buffer.AsSpan<float>(0, Buffer.Bytes / sizeof(float));
}

/// <summary>Changes parameters by their gradients. It owns its state; the parameters are their model's.</summary>
public interface IOptimizer
{
    /// <summary>Steps taken; part of the state to save.</summary>
    long Steps { get; set; }

    /// <summary>What is kept from step to step.</summary>
    IReadOnlyList<OptimizerState> State { get; }

    /// <summary>
    /// Updates the parameters from their gradients, and clears those. Where the gradients hold something that is no finite number, nothing is changed.
    /// </summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <returns>The norm of all gradients before they were clipped.</returns>
    double Step(double learningRate);
}
