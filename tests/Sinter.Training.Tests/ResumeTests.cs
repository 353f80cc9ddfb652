namespace Sinter.Training.Tests;

/// <summary>A training that was stopped, in whatever way, ends in the same bytes as one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly Outcome _whole = TinyTraining.Whole;

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)] // a checkpoint is due
    [InlineData(5)] // a measurement is due
    [InlineData(7)]
    [InlineData(11)]
    public void A_training_that_was_stopped_goes_on_to_the_same_bytes(int step)
    {
        var first = _tiny.Train(stopAfter: step);
        first.Stopped.ShouldBeTrue();
        first.Step.ShouldBe(step);

        var second = _tiny.Train();

        second.Observer.Resumed.ShouldBe([step]);
        second.Weights.ShouldBe(_whole.Weights);
        second.Tokens.ShouldBe(_whole.Tokens);
        StepsOf(first, second).ShouldBe(StepsOf(_whole));
        first.Observer.Validations.Concat(second.Observer.Validations).ShouldBe(_whole.Observer.Validations);
        first.Observer.Samples.Concat(second.Observer.Samples).ShouldBe(_whole.Observer.Samples);
    }

    [Theory]
    [InlineData(OptimizerKind.Muon)]
    [InlineData(OptimizerKind.Lion)]
    [InlineData(OptimizerKind.Adafactor)]
    [InlineData(OptimizerKind.AdamW8Bit)]
    public void A_training_with_any_optimizer_goes_on_to_the_same_bytes(OptimizerKind kind)
    {
        var options = TinyTraining.Options with { Optimizer = kind };
        var whole = _tiny.Train(options, checkpoints: _tiny.Checkpoints + "-whole");

        _tiny.Train(options, stopAfter: 7).Step.ShouldBe(7);
        var second = _tiny.Train(options);

        second.Observer.Resumed.ShouldBe([7]);
        second.Weights.ShouldBe(whole.Weights);
        second.Weights.ShouldNotBe(_whole.Weights);
        second.Observer.Steps[^1].Loss.ShouldBeLessThan(whole.Observer.Steps[0].Loss);
    }

    [Fact]
    public void A_stop_at_the_last_step_comes_too_late_to_lose_anything()
    {
        var outcome = _tiny.Train(stopAfter: 12);

        outcome.Stopped.ShouldBeFalse();
        outcome.Weights.ShouldBe(_whole.Weights);
        outcome.Observer.Validations.ShouldBe(_whole.Observer.Validations);
    }

    [Fact]
    public void A_training_that_is_stopped_again_and_again_ends_in_the_same_bytes()
    {
        for (var step = 1; step < 12; step++)
        {
            _tiny.Train(stopAfter: step, threads: 1 + (step % 2)).Step.ShouldBe(step);
        }

        _tiny.Train().Weights.ShouldBe(_whole.Weights);
    }

    [Fact]
    public void A_training_that_is_done_takes_no_further_step()
    {
        _tiny.Train();

        var again = _tiny.Train();

        again.Observer.Steps.ShouldBeEmpty();
        again.Observer.Resumed.ShouldBe([12]);
        again.Weights.ShouldBe(_whole.Weights);
    }

    [Fact]
    public void A_process_that_died_goes_on_from_the_last_checkpoint()
    {
        // What is left of a process that was killed in its eleventh step: the checkpoints of steps 4 and 8, and one that was being written.
        Should.Throw<InvalidOperationException>(() => new Trainer(
            TinyTraining.NewModel(), _tiny.Data(), _tiny.Validation(), TinyTraining.Options, _tiny.Checkpoints, new RecordingObserver(step => DieAt(11, step)))
            .Run(TestContext.Current.CancellationToken));
        Directory.CreateDirectory(Path.Combine(_tiny.Checkpoints, "step-00000011.partial"));

        var outcome = _tiny.Train();

        outcome.Observer.Resumed.ShouldBe([8]);
        outcome.Observer.Warnings.ShouldBeEmpty();
        outcome.Weights.ShouldBe(_whole.Weights);
        Folders().ShouldBe(["step-00000008", "step-00000012"]);
    }

    [Fact]
    public void The_last_two_checkpoints_are_kept()
    {
        _tiny.Train(TinyTraining.Options with { CheckpointEvery = 1 });

        Folders().ShouldBe(["step-00000011", "step-00000012"]);
    }

    [Fact]
    public void Without_an_interval_the_end_alone_is_kept()
    {
        _tiny.Train(TinyTraining.Options with { CheckpointEvery = 0 });

        Folders().ShouldBe(["step-00000012"]);
    }

    private static IEnumerable<(int, long, double, double, double)> StepsOf(params Outcome[] outcomes) =>
        outcomes.SelectMany(outcome => outcome.Observer.Steps).Select(step => (step.Step, step.Tokens, step.Loss, step.LearningRate, step.GradientNorm));

    private IEnumerable<string?> Folders() => Directory.GetDirectories(_tiny.Checkpoints).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static void DieAt(int last, int step)
    {
        if (step == last)
        {
            throw new InvalidOperationException("killed");
        }
    }
}
