using System.Diagnostics;
using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

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

        foreach (var row in Profile("reference step", TrainingStep.Reference.Config, TrainingStep.Reference.Batch, ReferenceSteps, settings.Threads))
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
        var cpu = new CpuBackend(threads);
        var timed = new TimedBackend(cpu);
        var step = new TrainingStep(config, batch, timed);

        // AdamW wants the processor's own backend: it updates a block of the same layout, whose gradients are zero.
        var optimizer = new AdamW(new ParameterSet(cpu, step.Model.Parameters.All.Select(parameter => new ParameterSpec(parameter.Name, parameter.Value.Shape, parameter.Role))), new AdamWOptions());
        step.Program.Run();
        optimizer.Step(1e-3);
        foreach (var time in timed.Times)
        {
            time.Reset();
        }

        var (total, update) = (0.0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            var clock = Stopwatch.StartNew();
            step.Program.Run();
            var computed = clock.Elapsed.TotalSeconds;
            optimizer.Step(1e-3);
            total += clock.Elapsed.TotalSeconds;
            update += clock.Elapsed.TotalSeconds - computed;
        }

        var outside = total - update - timed.Times.Sum(time => time.Seconds);
        return
        [
            Row(name, TrainingStep.Describe(config, batch), total),
            Row(name + ": outside kernels", "", outside),
            .. timed.Times.Select(time => (time.Operation, time.Calls, time.Seconds))
                .Append((Operation: nameof(AdamW), Calls: steps, Seconds: update))
                .OrderByDescending(time => time.Seconds)
                .Select(time => Row($"{name}: {time.Operation}", string.Create(CultureInfo.InvariantCulture, $"{time.Calls / steps} calls"), time.Seconds)),
        ];

        Measurement Row(string row, string shape, double seconds) => new()
        {
            Name = row,
            Shape = shape,
            Threads = threads,
            Unit = RateUnit.Microseconds,
            Rate = seconds / steps * 1e6,
            ShareOfTime = seconds / total,
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
