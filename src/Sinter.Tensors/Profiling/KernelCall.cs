namespace Sinter.Tensors.Profiling;

/// <summary>One call of a kernel in a program, or something else that is timed like one, such as an optimizer's update: what it is and what it costs.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="FloatingPointOperations">Floating-point operations of one call; a multiply-add counts as two.</param>
/// <param name="BytesMoved">Bytes that one call reads and writes at least.</param>
public sealed record KernelCall(string Operation, long FloatingPointOperations, long BytesMoved);

/// <summary>Is told of every kernel that a program has run. It sees times and costs, never values, so it changes no result.</summary>
public interface IKernelObserver
{
    /// <summary>A kernel has run.</summary>
    /// <param name="call">Which, and what it costs; the same object at every run of the program.</param>
    /// <param name="start">When it began, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    /// <param name="end">When it ended.</param>
    void OnKernel(KernelCall call, long start, long end);
}
