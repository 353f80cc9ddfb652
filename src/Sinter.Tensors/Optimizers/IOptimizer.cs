namespace Sinter.Tensors.Optimizers;

/// <summary>Numbers that an optimizer keeps from step to step; all of them are saved in a checkpoint.</summary>
/// <param name="Name">The name in files, such as <c>adamw.means</c>.</param>
/// <param name="Buffer">The memory; read and written in place. Its size is a multiple of 4 bytes.</param>
public sealed record OptimizerState(string Name, NativeBuffer Buffer)
{
    /// <summary>The numbers; where a state is of bytes, four of them are seen as the bits of one number, and copied as such.</summary>
    public Span<float> Values => Buffer.AsSpan<float>(0, Buffer.Bytes / sizeof(float));
}

/// <summary>Changes parameters by their gradients. It owns its state; the parameters are their model's.</summary>
public interface IOptimizer
{
    /// <summary>Steps taken; part of the state to save.</summary>
    long Steps { get; set; }

    /// <summary>What is kept from step to step.</summary>
    IReadOnlyList<OptimizerState> State { get; }

    /// <summary>Bytes that one step reads and writes at least.</summary>
    long BytesMoved { get; }

    /// <summary>Floating-point operations of one step that matrix products take; the few for each weight beside them are not counted.</summary>
    long FloatingPointOperations { get; }

    /// <summary>
    /// Updates the parameters from their gradients, and clears those. Where the gradients hold something that is no finite number, they are cleared
    /// and nothing else is changed.
    /// </summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <returns>The norm of all gradients before they were clipped.</returns>
    double Step(double learningRate);
}
