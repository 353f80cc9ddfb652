using System.Diagnostics;
using Sinter.Tensors;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Profiling;
using Sinter.Tensors.Programs;

namespace Sinter.Bench;

/// <summary>What some kernels take together: the sum of the best time of each, and what they compute and move.</summary>
internal readonly record struct KernelCost(double Seconds, long FloatingPointOperations, long BytesMoved);

/// <summary>Times the kernels of a program one by one, so that an operation's gradient is measured without the forward pass that it follows.</summary>
internal sealed class KernelTimes : IKernelObserver
{
    private readonly StepProgram _program;
    private readonly KernelCall[] _calls;
    private readonly long[] _best;
    private readonly int _first;
    private int _next;
    private bool _isWarm;

    private KernelTimes(StepProgram program, int first)
    {
        _program = program;
        _calls = [.. program.KernelCalls];
        _best = new long[_calls.Length];
        _first = first;
        HoldsForward = _first == 0;
    }

    /// <summary>Whether the forward pass is counted too.</summary>
    public bool HoldsForward { get; }

    /// <summary>For all kernels of a program.</summary>
    public static KernelTimes Of(StepProgram program) => new(program, 0);

    /// <summary>
    /// For the gradients of a result for some tensors: the kernels that a program has besides those of the result; of a loss, whose forward kernel computes the
    /// gradient at once, all of them. Null where gradients take no kernel, as those of a sum of two tensors.
    /// </summary>
    public static KernelTimes? OfGradient(Tensor result, IReadOnlyList<Tensor> wanted)
    {
        // The result's own gradient is an input of the program, times one: the kernels that make it come right after the forward ones.
        var upstream = result.Shape.Count == 1 ? null : Tensor.Input(result.Backend, result.Shape);
        var gradients = Gradients.Of(upstream is null ? result : (result * upstream).Sum(), [.. wanted, result]);
        Tensor[] computed = [.. gradients.Take(wanted.Count).Where(static gradient => gradient.Producer is not null)];
        if (computed.Length == 0)
        {
            return null;
        }

        var program = StepProgram.Compile([result, .. computed]);
        var before = StepProgram.Compile(result).KernelCalls.Count();
        if (upstream is null)
        {
            return new KernelTimes(program, program.KernelCalls.Count() > before ? before : 0);
        }

        RandomTensor.Create(result.Backend, result.Shape).AsSpan<float>().CopyTo(program.Values<float>(upstream));
        before += StepProgram.Compile(gradients[^1]).KernelCalls.Count();
        return program.KernelCalls.Count() > before ? new KernelTimes(program, before) : null;
    }

    /// <inheritdoc/>
    public void OnKernel(KernelCall call, long start, long end)
    {
        _best[_next] = Math.Min(_best[_next], Math.Max(1, end - start));
        _next = (_next + 1) % _best.Length;
    }

    /// <summary>Runs the program for a time, at least once, after a warm run.</summary>
    public KernelCost Best(double seconds)
    {
        if (!_isWarm)
        {
            Timing.Warm(_program.Run);
            _isWarm = true;
        }

        _program.Run();
        Array.Fill(_best, long.MaxValue);
        _program.Observer = this;
        var whole = Stopwatch.StartNew();
        do
        {
            _program.Run();
        }
        while (whole.Elapsed.TotalSeconds < seconds);
        _program.Observer = null;
        return new KernelCost(
            _best.Skip(_first).Sum() / (double)Stopwatch.Frequency,
            _calls.Skip(_first).Sum(static call => call.FloatingPointOperations),
            _calls.Skip(_first).Sum(static call => call.BytesMoved));
    }
}
