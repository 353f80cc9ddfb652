using Sinter.Tensors.Profiling;

namespace Sinter.Training.Tests;

/// <summary>A training whose times are taken.</summary>
public sealed class ProfilingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void It_ends_in_the_same_bytes_and_its_operations_are_those_of_the_plan()
    {
        var profiler = new Profiler(4);
        var plan = TrainingPlan.Of(TinyTraining.Config, TinyTraining.Options);

        var outcome = _tiny.Train(profiler: profiler);

        outcome.Weights.ShouldBe(TinyTraining.Whole.Weights);
        profiler.Steps.ShouldBe(4);
        profiler.FloatingPointOperations.ShouldBe(4L * plan.OperationsPerPass * TinyTraining.Options.Accumulation);
        var rows = profiler.Summarize(new ProfileLimits(1e11, 1e10)).Rows;
        rows.Single(row => row.Operation == "AdamW").Calls.ShouldBe(1);
        rows.Single(row => row.Operation == "LinearCrossEntropy").Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(null, 100, 12)] // more than there are
    [InlineData(7, 100, 5)] // what a stop has left
    [InlineData(null, 10, 10)]
    [InlineData(null, 2, 2)]
    public void It_takes_as_many_steps_as_are_wanted_and_left(int? stopped, int wanted, int taken)
    {
        if (stopped is not null)
        {
            _tiny.Train(stopAfter: stopped);
        }

        var profiler = new Profiler(wanted);
        _tiny.Train(profiler: profiler);

        profiler.Steps.ShouldBe(taken);
    }
}
