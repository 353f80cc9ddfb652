using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Profiling;

/// <summary>What a machine can do at most: what the kernels are held against.</summary>
/// <param name="MultiplyAddRate">Floating-point operations a second.</param>
/// <param name="MemoryRate">Bytes a second, read and written.</param>
public readonly record struct ProfileLimits(double MultiplyAddRate, double MemoryRate)
{
    /// <summary>Measures this machine, see <see cref="MachineRates"/>.</summary>
    /// <param name="threads">Threads that compute at once.</param>
    /// <param name="seconds">About how long to measure each of the two.</param>
    public static ProfileLimits Measure(int threads, double seconds = 0.3) => new(MachineRates.MultiplyAddRate(threads, seconds), MachineRates.MemoryRate(threads, seconds));
}

/// <summary>The calls of one operation in one step of those that were profiled.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Calls">Calls a step.</param>
/// <param name="Seconds">Seconds a step.</param>
/// <param name="ShareOfStep">That time over the step's.</param>
/// <param name="OperationsPerSecond">Floating-point operations a second.</param>
/// <param name="BytesPerSecond">Bytes a second that must move at least.</param>
/// <param name="ArithmeticShare">Its rate over the machine's multiply-add rate.</param>
/// <param name="MemoryShare">Its rate over the machine's memory rate; above 1 where the caches hold what it reads.</param>
public sealed record ProfileRow(
    string Operation,
    double Calls,
    double Seconds,
    double ShareOfStep,
    double OperationsPerSecond,
    double BytesPerSecond,
    double ArithmeticShare,
    double MemoryShare)
{
    /// <summary>Whether memory is what bounds it, its memory share being the larger one, and not arithmetic.</summary>
    public bool IsBoundByMemory => MemoryShare > ArithmeticShare;
}

/// <summary>Where the time of a step goes.</summary>
/// <param name="Steps">Steps that were profiled.</param>
/// <param name="SecondsPerStep">The mean time of a step.</param>
/// <param name="Rows">The operations, the longest first.</param>
/// <param name="SecondsOutsideKernels">The mean time of a step in which no kernel ran.</param>
/// <param name="Limits">What the machine can do.</param>
public sealed record ProfileSummary(int Steps, double SecondsPerStep, IReadOnlyList<ProfileRow> Rows, double SecondsOutsideKernels, ProfileLimits Limits)
{
    internal static ProfileSummary Of(IEnumerable<OperationTotal> totals, int steps, double seconds, ProfileLimits limits)
    {
        var rows = totals.Select(total => Row(total, steps, seconds, limits))
            .OrderByDescending(static row => row.Seconds)
            .ThenBy(static row => row.Operation, StringComparer.Ordinal)
            .ToArray();
        return new ProfileSummary(steps, seconds / steps, rows, (seconds / steps) - rows.Sum(static row => row.Seconds), limits);
    }

    private static ProfileRow Row(OperationTotal total, int steps, double seconds, ProfileLimits limits)
    {
        // The clock may not have moved in a call that does next to nothing.
        var time = Math.Max(total.Seconds, Profiler.Seconds(1));
        var (operations, bytes) = (total.FloatingPointOperations / time, total.BytesMoved / time);
        return new ProfileRow(
            total.Operation,
            (double)total.Calls / steps,
            total.Seconds / steps,
            total.Seconds / seconds,
            operations,
            bytes,
            operations / limits.MultiplyAddRate,
            bytes / limits.MemoryRate);
    }
}
