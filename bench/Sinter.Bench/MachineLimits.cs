using Sinter.Tensors.Cpu;

namespace Sinter.Bench;

/// <summary>
/// The machine's limits at a number of threads. Measured again for each row and the best kept: on a shared machine a single measurement can fall into
/// a busy moment and flatter all that is held against it.
/// </summary>
internal sealed class MachineLimits(int threads)
{
    private double _multiplyAdd;
    private double _memory;

    /// <summary>GFLOP/s of multiply-adds in registers.</summary>
    public double Gflops() => _multiplyAdd = Math.Max(_multiplyAdd, MachineRates.MultiplyAddRate(threads, _multiplyAdd == 0 ? 0.5 : 0.1) / 1e9);

    /// <summary>GB/s of copying what fits no cache, both directions counted.</summary>
    public double GigabytesPerSecond() => _memory = Math.Max(_memory, MachineRates.MemoryRate(threads, _memory == 0 ? 0.5 : 0.1) / 1e9);
}
