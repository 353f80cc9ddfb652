using System.Diagnostics;
using Sinter.Tensors.Cpu;

namespace Sinter.Bench;

/// <summary>
/// The machine's limits at a number of threads. Measured again from time to time and the best kept: on a shared machine a single measurement can fall into
/// a busy moment and flatter all that is held against it.
/// </summary>
internal sealed class MachineLimits(int threads)
{
    private const double SecondsBetween = 0.3;

    private readonly Limit _multiplyAdd = new(seconds => MachineRates.MultiplyAddRate(threads, seconds) / 1e9);
    private readonly Limit _memory = new(seconds => MachineRates.MemoryRate(threads, seconds) / 1e9);

    /// <summary>GFLOP/s of multiply-adds in registers.</summary>
    public double Gflops() => _multiplyAdd.Best();

    /// <summary>GB/s of copying what fits no cache, both directions counted.</summary>
    public double GigabytesPerSecond() => _memory.Best();

    private sealed class Limit(Func<double, double> measure)
    {
        private double _best;
        private long _last;

        public double Best()
        {
            if (_best == 0 || Stopwatch.GetElapsedTime(_last).TotalSeconds > SecondsBetween)
            {
                _best = Math.Max(_best, measure(_best == 0 ? 0.5 : 0.1));
                _last = Stopwatch.GetTimestamp();
            }

            return _best;
        }
    }
}
