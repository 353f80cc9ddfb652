using System.Runtime.CompilerServices;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Profiling;

namespace Sinter.Training.Tests;

/// <summary>What was planned against what a training took. Not in parallel with other tests: it counts what the process allocates.</summary>
[Collection(nameof(MeasuredMemoryTests))]
[CollectionDefinition(nameof(MeasuredMemoryTests), DisableParallelization = true)]
public sealed class MeasuredMemoryTests : IDisposable
{
    private static readonly ModelConfig Model = new() { VocabularySize = 503, HiddenSize = 96, Layers = 2, Heads = 6, KeyValueHeads = 2, IntermediateSize = 250, ContextLength = 120 };

    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(OptimizerKind.AdamW, 1, 5)]
    [InlineData(OptimizerKind.Muon, 1, 5)]
    [InlineData(OptimizerKind.Lion, 1, 5)]
    [InlineData(OptimizerKind.Adafactor, 1, 5)]
    [InlineData(OptimizerKind.AdamW8Bit, 1, 5)]
    [InlineData(OptimizerKind.AdamW, 1, 1)]
    [InlineData(OptimizerKind.AdamW, 2, 3)]
    public void The_peak_of_a_training_is_within_two_percent_of_the_plan(OptimizerKind kind, int accumulation, int batch)
    {
        var options = TinyTraining.Options with { Steps = 3, BatchSize = batch, Accumulation = accumulation, Optimizer = kind, ValidateEvery = 2 };
        var plan = TrainingPlan.Of(Model, options, threads: 1);

        var taken = PeakOf(1, options, out var operations);

        (taken / (double)plan.MemoryBytes).ShouldBeInRange(0.98, 1.02, $"{taken} bytes were taken, {plan.MemoryBytes} planned");
        operations.ShouldBe(options.Steps * (long)plan.OperationsPerStep);
    }

    [Fact]
    public void With_several_threads_the_plan_is_enough_whoever_of_them_comes_to_work()
    {
        var options = TinyTraining.Options with { Steps = 3, BatchSize = 5, Accumulation = 1 };
        var plan = TrainingPlan.Of(Model, options, threads: 3);

        var taken = PeakOf(3, options, out _);

        taken.ShouldBeLessThanOrEqualTo(plan.MemoryBytes);

        // Of the three, at least the one that hands the work out has done some.
        taken.ShouldBeGreaterThan(plan.MemoryBytes - plan.KernelBytes);
    }

    /// <summary>The most native bytes of a whole training at once; and its floating-point operations, which a profiler counts.</summary>
    private long PeakOf(int threads, TrainingOptions options, out long operations)
    {
        var (data, validation) = (Documents("train", 12), Documents("validation", 4));
        new CpuBackend(threads).FreeScratch();
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var before = NativeBuffer.LiveBytes;
        NativeBuffer.ResetPeak();
        operations = Train();
        return NativeBuffer.PeakBytes - before;

        [MethodImpl(MethodImplOptions.NoInlining)]
        long Train()
        {
            var profiler = new Profiler(options.Steps);
            new Trainer(TinyTraining.NewModel(threads, Model), data, validation, options, _tiny.Checkpoints, new RecordingObserver()) { Profiler = profiler }
                .Run(TestContext.Current.CancellationToken);
            return profiler.FloatingPointOperations;
        }
    }

    /// <summary>Documents as long as the context, so that attention takes all that it can.</summary>
    private Data.Packing.PackedDataset Documents(string name, int count)
        => _tiny.Pack(name, Enumerable.Repeat(Model.ContextLength, count), Model.ContextLength, Model.VocabularySize);
}
