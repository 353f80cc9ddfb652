using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Tests.Optimizers;

namespace Sinter.Tensors.Tests.Programs;

/// <summary>Whole steps. Not in parallel with other tests: one of them counts what the process allocates.</summary>
[Collection(nameof(TrainingStepTests))]
[CollectionDefinition(nameof(TrainingStepTests), DisableParallelization = true)]
public sealed class TrainingStepTests
{
    public static TheoryData<string, int> OptimizersAndThreads { get; } = new(
        OptimizerKinds.All.Keys.SelectMany(optimizer => new[] { 1, 2 }, (optimizer, threads) => (optimizer, threads)));

    [Fact]
    public void A_small_batch_is_learned_by_heart()
    {
        var model = new TinyModel(new CpuBackend(2));

        model.Step();
        var first = model.Loss;
        for (var step = 0; step < 150; step++)
        {
            model.Step();
        }

        first.ShouldBeGreaterThan(4);
        model.Loss.ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void Weights_after_some_steps_are_the_same_bits_at_any_number_of_threads()
    {
        var weights = new int[] { 1, 2, 3 }.Select(threads =>
        {
            var model = new TinyModel(new CpuBackend(threads));
            for (var step = 0; step < 5; step++)
            {
                model.Step();
            }

            return model.Weights();
        }).ToArray();

        weights[1].ShouldBe(weights[0]);
        weights[2].ShouldBe(weights[0]);
    }

    [Theory]
    [MemberData(nameof(OptimizersAndThreads))]
    public void A_warm_step_allocates_nothing_on_the_managed_heap(string optimizer, int threads)
    {
        var model = new TinyModel(new CpuBackend(threads), OptimizerKinds.All[optimizer]);
        for (var step = 0; step < 3; step++)
        {
            model.Step();
        }

        // What the runtime and the runner of the tests allocate now and then (a tier of compiled code, a timer, a report) falls into some of the steps, on a busy
        // machine into ten in a row; never into all.
        var (own, all) = (long.MaxValue, long.MaxValue);
        for (var step = 0; step < 10 || (step < 200 && all > 0); step++)
        {
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            model.Step();
            own = Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore);
            all = Math.Min(all, GC.GetTotalAllocatedBytes(precise: true) - allBefore);
        }

        own.ShouldBe(0);
        all.ShouldBe(0);
    }

    [Fact]
    public void The_memory_and_arithmetic_of_a_step_are_known_without_running_it()
    {
        var counted = new TinyModel(NullBackend.Instance).Program;
        var run = new TinyModel(new CpuBackend(1)).Program;

        counted.ArenaBytes.ShouldBe(run.ArenaBytes);
        counted.FloatingPointOperations.ShouldBe(run.FloatingPointOperations);
        counted.BytesMoved.ShouldBe(run.BytesMoved);
        counted.Run();
    }
}
