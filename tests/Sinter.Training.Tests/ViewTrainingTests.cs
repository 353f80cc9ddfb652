using Sinter.Data.Packing;

namespace Sinter.Training.Tests;

/// <summary>Trainings that read a view over packed data instead of the data in their usual order.</summary>
public sealed class ViewTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_training_on_a_mixture_that_is_stopped_goes_on_to_the_same_bytes()
    {
        var whole = _tiny.Train(data: Mixture(), checkpoints: _tiny.Checkpoints + "-whole");
        whole.Step.ShouldBe(12);

        for (var step = 1; step < 12; step += 3)
        {
            _tiny.Train(data: Mixture(), stopAfter: step).Step.ShouldBe(step);
        }

        var last = _tiny.Train(data: Mixture());
        last.Weights.ShouldBe(whole.Weights);
        last.Tokens.ShouldBe(whole.Tokens);
    }

    [Fact]
    public void Each_order_trains_to_weights_of_its_own_and_no_checkpoint_of_another_is_continued()
    {
        _tiny.Train(data: Mixture(), stopAfter: 6).Step.ShouldBe(6);

        var other = _tiny.Train(data: Mixture(seed: 2));
        other.Observer.Warnings.ShouldNotBeEmpty();
        other.Observer.Warnings.ShouldAllBe(static warning => warning.Contains("other settings or data", StringComparison.Ordinal));
        other.Observer.Resumed.ShouldBeEmpty();
        var shuffled = _tiny.Train(data: new ShuffledSequences(_tiny.Data(), seed: 3), checkpoints: _tiny.Checkpoints + "-shuffled");
        shuffled.Weights.ShouldNotBe(TinyTraining.Whole.Weights);
    }

    private SequenceMixture Mixture(ulong seed = 1) => new([new("train", _tiny.Data(), 0.8), new("validation", _tiny.Validation(), 0.2)], seed);
}
