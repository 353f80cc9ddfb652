using System.Diagnostics;
using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Profiling;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// What a step costs besides arithmetic, where steps are short: the share of its time outside kernels, the time of handing empty work to the threads;
/// then where the time of the reference model's step goes, by operation.
/// </summary>
internal sealed class OverheadBenchmark : IBenchmark
{
    private const int SmallSteps = 100;
    private const int ReferenceSteps = 3;

    public string Name => "overhead";

    public string Description => "The share of a small step outside kernels, the cost of handing out work, and the time by operation of the reference step.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        yield return new Measurement
        {
            Name = "hand out work to all threads",
            Shape = "",
            Threads = settings.Threads,
            Unit = RateUnit.Microseconds,
            Rate = SecondsOfHandingOut(settings.Threads) * 1e6,
        };

        var small = new ModelConfig { VocabularySize = 1024, HiddenSize = 128, Layers = 4, Heads = 4, KeyValueHeads = 4, IntermediateSize = 352, ContextLength = 128 };
        foreach (var row in Profile("small step", small, 1, SmallSteps, settings.Threads).Take(2))
        {
            yield return row;
        }

        foreach (var row in Profile("reference step", TrainingShape.Reference, TrainingShape.ReferenceBatch, ReferenceSteps, settings.Threads))
        {
            yield return row;
        }
    }

    private static unsafe double SecondsOfHandingOut(int threads)
    {
        var workers = Workers.Of(threads);
        var arrived = new NativeBuffer(sizeof(int));
        var seconds = Timing.Seconds(0.2, () =>
        {
            *(int*)arrived.Pointer = 0;
            workers.For(threads, new MeetingBody((int*)arrived.Pointer, threads));
        }).Min();
        GC.KeepAlive(arrived);
        return seconds;
    }

    /// <summary>The whole step, what of it is outside kernels, and each operation's share, largest first.</summary>
    private static List<Measurement> Profile(string name, ModelConfig config, int batch, int steps, int threads)
    {
        var step = TrainingStep.OfLlama(config, batch, new CpuBackend(threads));
        var optimizer = new AdamW(step.Parameters, new AdamWOptions());
        var update = new KernelCall(nameof(AdamW), optimizer.FloatingPointOperations, optimizer.BytesMoved);
        var profiler = new Profiler(keptSteps: 1);
        Take();
        step.Program.Observer = profiler;
        for (var i = 0; i < steps; i++)
        {
            profiler.BeginStep();
            Take();
            profiler.EndStep();
        }

        // Only times are wanted here: there is nothing to hold them against.
        var summary = profiler.Summarize(new ProfileLimits(double.PositiveInfinity, double.PositiveInfinity));
        return
        [
            Row(name, TrainingShape.Describe(config.Layers, config.HiddenSize, config.Heads, config.ContextLength, config.VocabularySize, batch), summary.SecondsPerStep),
            Row(name + ": outside kernels", "", summary.SecondsOutsideKernels),
            .. summary.Rows.Select(row => Row($"{name}: {row.Operation}", string.Create(CultureInfo.InvariantCulture, $"{row.Calls:0} calls"), row.Seconds)),
        ];

        void Take()
        {
            step.Program.Run();
            var start = Stopwatch.GetTimestamp();
            optimizer.Step(1e-3);
            profiler.OnKernel(update, start, Stopwatch.GetTimestamp());
        }

        Measurement Row(string row, string shape, double seconds) => new()
        {
            Name = row,
            Shape = shape,
            Threads = threads,
            Unit = RateUnit.Microseconds,
            Rate = seconds * 1e6,
            ShareOfTime = seconds / summary.SecondsPerStep,
        };
    }

    /// <summary>Every task waits for all others, so that each thread must come for one.</summary>
    private readonly unsafe struct MeetingBody(int* arrived, int threads) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            Interlocked.Increment(ref *arrived);
            while (Volatile.Read(ref *arrived) < threads)
            {
                Thread.SpinWait(1);
            }
        }
    }
}
