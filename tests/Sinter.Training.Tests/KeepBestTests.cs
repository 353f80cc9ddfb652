using Sinter.Models;

namespace Sinter.Training.Tests;

public sealed class KeepBestTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    // The metric sinks from the second measurement on: steps 2, 4, 6, ... measure 1, 3, 2, 1, 0, ...
    private static TrainingOptions Options(Dictionary<int, double> values, int patience = 0) => TinyTraining.Options with
    {
        ValidateEvery = 2,
        CheckpointEvery = 3,
        Best = new KeepBest { Metric = Counted(values), Patience = patience },
    };

    private static Dictionary<int, double> Peak => new() { [0] = 1, [1] = 3, [2] = 2, [3] = 1, [4] = 0, [5] = -1 };

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_training_ends_with_the_best_weights()
    {
        var outcome = _tiny.Train(Options(Peak));

        outcome.Step.ShouldBe(12);
        outcome.Observer.Best.ShouldHaveSingleItem().Step.ShouldBe(4);
        outcome.Observer.Validations.Select(static measured => measured.IsBest).ShouldBe([true, true, false, false, false, false]);
        outcome.Weights.ShouldBe(Weights(4));
    }

    [Fact]
    public void Without_a_gain_for_so_many_measurements_it_stops()
    {
        var outcome = _tiny.Train(Options(Peak, patience: 2));

        outcome.Step.ShouldBe(8);
        outcome.Stopped.ShouldBeFalse();
        outcome.Weights.ShouldBe(Weights(4));

        // Started again it takes no further step.
        var again = _tiny.Train(Options(Peak, patience: 2));
        again.Observer.Steps.ShouldBeEmpty();
        again.Weights.ShouldBe(outcome.Weights);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(11)]
    public void A_training_that_was_stopped_keeps_the_same_best_weights(int step)
    {
        var options = TinyTraining.Options with { ValidateEvery = 2, CheckpointEvery = 3, Best = new KeepBest() };
        var whole = _tiny.Train(options, checkpoints: _tiny.Checkpoints + "-whole");

        _tiny.Train(options, stopAfter: step).Stopped.ShouldBeTrue();
        var second = _tiny.Train(options);

        second.Weights.ShouldBe(whole.Weights);
        second.Observer.Best.ShouldBe(whole.Observer.Best);
    }

    [Fact]
    public void A_checkpoint_whose_best_weights_were_changed_is_passed_over()
    {
        var options = Options(Peak);
        _tiny.Train(options, stopAfter: 5);
        Array.ForEach(Directory.GetFiles(_tiny.Checkpoints, "best-*"), static file => File.WriteAllBytes(file, [1, 2, 3]));

        var outcome = _tiny.Train(Options(Peak));

        outcome.Observer.Warnings.ShouldNotBeEmpty();
        outcome.Observer.Warnings[0].ShouldContain("best weights");
        outcome.Step.ShouldBe(12);
    }

    [Fact]
    public void Only_the_best_weights_that_a_checkpoint_speaks_of_stay()
    {
        _tiny.Train(Options(new() { [0] = 1, [1] = 2, [2] = 3, [3] = 4, [4] = 5, [5] = 6 }));

        Directory.GetFiles(_tiny.Checkpoints, "best-*").Length.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void What_cannot_be_judged_is_told_at_the_start()
    {
        Should.Throw<ArgumentException>(() => _tiny.Train(TinyTraining.Options with { ValidateEvery = 0, Best = new KeepBest() })).Message.ShouldContain("nothing is measured");
        Should.Throw<ArgumentException>(() => _tiny.Train(TinyTraining.Options with { Best = new KeepBest { Patience = -1 } })).Message.ShouldContain("-1");
        Should.Throw<InvalidDataException>(() => _tiny.Train(TinyTraining.Options with { Best = new KeepBest { Measure = BestMeasure.Accuracy } })).Message.ShouldContain("accuracy");
    }

    private static Func<Model, double> Counted(Dictionary<int, double> values)
    {
        var count = 0;
        return _ => values[count++];
    }

    /// <summary>The weights after so many steps of a training with the same schedule.</summary>
    private byte[] Weights(int step)
    {
        byte[] weights = [];
        var model = TinyTraining.NewModel();
        new Trainer(model, _tiny.Data(), _tiny.Validation(), TinyTraining.Options with { ValidateEvery = 0, CheckpointEvery = 0, SampleEvery = 0 }, _tiny.Checkpoints + "-weights", new RecordingObserver(done =>
        {
            weights = done == step ? TinyTraining.Weights(model) : weights;
        })).Run(TestContext.Current.CancellationToken);
        return weights;
    }
}
