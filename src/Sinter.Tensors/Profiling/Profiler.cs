using System.Diagnostics;

namespace Sinter.Tensors.Profiling;

/// <summary>
/// Gathers the time of every kernel, step by step: sums over all steps, and the single calls of the last ones, so that its memory is bounded however long it
/// watches. Give it to <c>StepProgram.Observer</c>, and call <see cref="BeginStep"/> and <see cref="EndStep"/> around each step.
/// </summary>
public sealed class Profiler : IKernelObserver
{
    private readonly Queue<ProfiledStep> _kept = [];
    private readonly Dictionary<string, OperationTotal> _totals = new(StringComparer.Ordinal);
    private ProfiledStep? _current;
    private long _ticks;

    /// <summary>A profiler that has seen nothing.</summary>
    /// <param name="keptSteps">Steps whose single calls are kept; of earlier ones only the sums.</param>
    public Profiler(int keptSteps = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keptSteps, 1);
        KeptSteps = keptSteps;
    }

    /// <summary>Steps whose single calls are kept at most.</summary>
    public int KeptSteps { get; }

    /// <summary>Steps that were seen from beginning to end.</summary>
    public int Steps { get; private set; }

    /// <summary>Floating-point operations of all kernels in all steps.</summary>
    public long FloatingPointOperations => _totals.Values.Sum(static total => total.FloatingPointOperations);

    /// <summary>The last steps, oldest first.</summary>
    internal IReadOnlyCollection<ProfiledStep> Kept => _kept;

    /// <summary>A step begins.</summary>
    /// <exception cref="InvalidOperationException">The step before has not ended.</exception>
    public void BeginStep()
    {
        if (_current is not null)
        {
            throw new InvalidOperationException("A step has begun that has not ended yet.");
        }

        // What falls out of the queue is used again, so that a long watch does not allocate.
        _current = _kept.Count == KeptSteps ? _kept.Dequeue() : new ProfiledStep();
        _current.Begin(Stopwatch.GetTimestamp());
    }

    /// <summary>The step ends.</summary>
    /// <exception cref="InvalidOperationException">None has begun.</exception>
    public void EndStep()
    {
        var step = _current ?? throw new InvalidOperationException("No step has begun that could end.");
        step.End = Stopwatch.GetTimestamp();
        _current = null;
        _kept.Enqueue(step);
        _ticks += step.End - step.Start;
        Steps++;
        foreach (var (call, start, end) in step.Calls)
        {
            if (!_totals.TryGetValue(call.Operation, out var total))
            {
                _totals[call.Operation] = total = new OperationTotal(call.Operation);
            }

            total.Add(call, end - start);
        }
    }

    /// <inheritdoc/>
    /// <remarks>What runs outside a step belongs to none and is left out.</remarks>
    public void OnKernel(KernelCall call, long start, long end) => _current?.Calls.Add(new TimedCall(call, start, end));

    /// <summary>The times of all steps by operation, against what the machine can do.</summary>
    /// <exception cref="InvalidOperationException">No step was seen.</exception>
    public ProfileSummary Summarize(ProfileLimits limits)
        => Steps > 0 ? ProfileSummary.Of(_totals.Values, Steps, Seconds(_ticks), limits) : throw new InvalidOperationException("There is no step to sum up yet.");

    internal static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}

/// <summary>One timed call of a kernel.</summary>
internal readonly record struct TimedCall(KernelCall Call, long Start, long End);

/// <summary>One step and its calls, in order.</summary>
internal sealed class ProfiledStep
{
    public long Start { get; private set; }

    public long End { get; set; }

    public List<TimedCall> Calls { get; } = [];

    public void Begin(long start)
    {
        Start = start;
        Calls.Clear();
    }
}

/// <summary>All calls of one operation together.</summary>
internal sealed class OperationTotal(string operation)
{
    private long _ticks;

    public string Operation => operation;

    public long Calls { get; private set; }

    public long FloatingPointOperations { get; private set; }

    public long BytesMoved { get; private set; }

    public double Seconds => Profiler.Seconds(_ticks);

    public void Add(KernelCall call, long ticks)
    {
        Calls++;
        FloatingPointOperations += call.FloatingPointOperations;
        BytesMoved += call.BytesMoved;
        _ticks += ticks;
    }
}
