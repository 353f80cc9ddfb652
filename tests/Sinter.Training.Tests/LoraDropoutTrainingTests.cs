using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors.Cpu;
using Sinter.Training.Checks;

namespace Sinter.Training.Tests;

/// <summary>Trainings of LoRA with dropout on the way into its small matrices.</summary>
public sealed class LoraDropoutTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_training_that_was_stopped_goes_on_to_the_same_bytes_at_any_number_of_threads()
    {
        var whole = Train("whole", 0.3);
        Train("stopped", 0.3, stopAfter: 7, threads: 2);

        Train("stopped", 0.3).ShouldBe(whole);
        Train("without", 0).ShouldNotBe(whole);
        Train("again", 0.3, options: TinyTraining.Options with { RecomputeBlocks = true }).ShouldBe(whole);
    }

    [Fact]
    public void The_checks_and_the_plan_of_a_training_know_of_it()
    {
        var model = NewModel(0.3, 1);
        var checks = TrainingChecks.Run(model, TinyTraining.Options.Objective, _tiny.Data(), TinyTraining.Options, cancellation: TestContext.Current.CancellationToken);

        checks.ShouldAllBe(static check => check.Passed);
        model.Dropout.ShouldBeNull();
        var tuning = ((IAdapter)new LoraAdapter(new LoraOptions { Dropout = 0.3 })).Tuning(TinyTraining.Config);
        TrainingPlan.Of(TinyTraining.Config, TinyTraining.Options, 1, tuning).ActivationBytes.ShouldBeGreaterThan(
            TrainingPlan.Of(TinyTraining.Config, TinyTraining.Options, 1, ((IAdapter)new LoraAdapter(new LoraOptions())).Tuning(TinyTraining.Config)).ActivationBytes);
    }

    private static Model NewModel(double dropout, int threads)
    {
        IAdapter adapter = new LoraAdapter(new LoraOptions { Rank = 4, Dropout = dropout });
        var model = Model.Create(TinyTraining.Config, new CpuBackend(threads), tuning: adapter.Tuning(TinyTraining.Config));
        model.Initialize(seed: 1);
        return model;
    }

    private byte[] Train(string name, double dropout, int stopAfter = -1, int threads = 1, TrainingOptions? options = null)
    {
        var model = NewModel(dropout, threads);
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver(step =>
        {
            if (step == stopAfter)
            {
                stop.Cancel();
            }
        });
        try
        {
            new Trainer(model, _tiny.Data(), _tiny.Validation(), options ?? TinyTraining.Options, _tiny.Checkpoints + name, observer).Run(stop.Token);
        }
        catch (OperationCanceledException) when (stopAfter >= 0)
        {
        }

        return TinyTraining.Weights(model);
    }
}
