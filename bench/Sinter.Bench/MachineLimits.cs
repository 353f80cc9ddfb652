using Sinter.Tensors.Cpu;

namespace Sinter.Bench;

/// <summary>
/// The machine's limits at a number of threads, as they are now: a shared machine's clock moves by a quarter from minute to minute. The better of the
/// measurements right before and right after a row is its limit, as a single one can fall into a busy moment and flatter what is held against it.
/// </summary>
internal sealed class MachineLimits(int threads)
{
    private const double Seconds = 0.15;

    private readonly Limit _multiplyAdd = new(() => MachineRates.MultiplyAddRate(threads, Seconds) / 1e9);
    private readonly Limit _memory = new(() => MachineRates.MemoryRate(threads, Seconds) / 1e9);

    /// <summary>GFLOP/s of multiply-adds in registers.</summary>
    public double Gflops() => _multiplyAdd.Now();

    /// <summary>GB/s of copying what fits no cache, both directions counted.</summary>
    public double GigabytesPerSecond() => _memory.Now();

    private sealed class Limit(Func<double> measure)
    {
        private double? _before;

        public double Now()
        {
            var before = _before ?? measure();
            var now = measure();
            _before = now;
            return Math.Max(before, now);
        }
    }
}
