using System.Diagnostics;
using Sinter.Tensors;

namespace Sinter.Bench;

/// <summary>A backend that computes with another and takes the time of every kernel.</summary>
internal sealed class TimedBackend(Backend inner) : Backend
{
    private readonly Dictionary<string, KernelTime> _times = [];

    public override string Name => inner.Name;

    /// <summary>The time of each operation so far.</summary>
    public IReadOnlyCollection<KernelTime> Times => _times.Values;

    public override NativeBuffer? Allocate(long bytes) => inner.Allocate(bytes);

    public override Kernel Find(Operation operation)
    {
        var kernel = inner.Find(operation);
        if (!_times.TryGetValue(operation.Name, out var time))
        {
            _times[operation.Name] = time = new KernelTime(operation.Name);
        }

        return (current, inputs, outputs) =>
        {
            var start = Stopwatch.GetTimestamp();
            kernel(current, inputs, outputs);
            time.Add(Stopwatch.GetTimestamp() - start);
        };
    }

    /// <summary>Calls and time of one operation.</summary>
    internal sealed class KernelTime(string operation)
    {
        private long _ticks;

        public string Operation => operation;

        public long Calls { get; private set; }

        public double Seconds => (double)_ticks / Stopwatch.Frequency;

        public void Add(long ticks)
        {
            Calls++;
            _ticks += ticks;
        }

        public void Reset() => (_ticks, Calls) = (0, 0);
    }
}
