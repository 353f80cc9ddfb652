using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;

namespace Sinter.Training.Tests;

/// <summary>Trainings of a part of a model.</summary>
public sealed class PartialTrainingTests : IDisposable
{
    private static readonly ModelTuning LastLayer = new() { Trains = static spec => spec.Name.StartsWith("1.", StringComparison.Ordinal) };
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void What_is_frozen_keeps_its_bits_and_what_is_not_learns()
    {
        var (before, after) = (NewModel(), NewModel());
        Train(after, "frozen", TinyTraining.Options);

        foreach (var parameter in after.Parameters.All)
        {
            var same = parameter.Value.AsSpan<float>().SequenceEqual(before.Parameters[parameter.Name].Value.AsSpan<float>());
            same.ShouldBe(!parameter.Name.StartsWith("1.", StringComparison.Ordinal), parameter.Name);
        }
    }

    [Fact]
    public void The_gradients_of_a_part_are_those_of_the_whole()
    {
        // One step of plain size without clipping: the trained part moves as it does in a training of everything.
        var options = TinyTraining.Options with { Steps = 1, AdamW = new() { GradientClip = 0 } };
        var (part, whole) = (NewModel(), TinyTraining.NewModel());
        Train(part, "part", options);
        Train(whole, "whole", options);

        foreach (var parameter in part.Parameters.Trained)
        {
            parameter.Value.AsSpan<float>().SequenceEqual(whole.Parameters[parameter.Name].Value.AsSpan<float>()).ShouldBeTrue(parameter.Name);
        }
    }

    [Fact]
    public void Only_what_is_trained_takes_memory_for_gradients()
    {
        var parameters = NewModel().Parameters;
        parameters.Trained.Count.ShouldBeLessThan(parameters.All.Count);
        parameters.ByteCount.ShouldBe(parameters.ValueBytes + (parameters.TrainedLength * sizeof(float)));
        parameters.TrainedLength.ShouldBeLessThan(parameters.BufferLength / 2);
        parameters.All.Select(static parameter => parameter.Value.RequiresGradient).ShouldBe(parameters.All.Select(static parameter => parameter.Name.StartsWith("1.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_part_that_was_stopped_goes_on_to_the_same_bytes()
    {
        var (whole, second) = (NewModel(), NewModel());
        Train(whole, "undisturbed", TinyTraining.Options);
        Train(NewModel(), "stopped", TinyTraining.Options, stopAfter: 6);
        Train(second, "stopped", TinyTraining.Options);

        TinyTraining.Weights(second).ShouldBe(TinyTraining.Weights(whole));
    }

    [Fact]
    public void A_rate_of_nothing_freezes_and_half_a_rate_moves_half_as_far()
    {
        var options = TinyTraining.Options with { Steps = 1, AdamW = new() { GradientClip = 0 } };
        var (before, full, scaled) = (TinyTraining.NewModel(), TinyTraining.NewModel(), TinyTraining.NewModel());
        Train(full, "full", options);
        Train(scaled, "scaled", options with { RateFactor = static (parameter, _) => parameter.Name.StartsWith("0.", StringComparison.Ordinal) ? 0 : parameter.Name.StartsWith("1.", StringComparison.Ordinal) ? 0.5 : 1 });

        foreach (var parameter in scaled.Parameters.All)
        {
            var (was, far, now) = (before.Parameters[parameter.Name].Value.ToArray<float>(), full.Parameters[parameter.Name].Value.ToArray<float>(), parameter.Value.ToArray<float>());
            var factor = parameter.Name[0] switch { '0' => 0f, '1' => 0.5f, _ => 1f };
            for (var i = 0; i < now.Length; i++)
            {
                now[i].ShouldBe(factor switch { 0 => was[i], 1 => far[i], _ => was[i] + (factor * (far[i] - was[i])) });
            }
        }
    }

    private static Transformer NewModel()
    {
        var model = new Transformer(TinyTraining.Config, new CpuBackend(1), tuning: LastLayer);
        model.Initialize(seed: 1);
        return model;
    }

    private void Train(Model model, string name, TrainingOptions options, int stopAfter = -1)
    {
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
            new Trainer(model, _tiny.Data(), _tiny.Validation(), options, _tiny.Checkpoints + name, observer).Run(stop.Token);
        }
        catch (OperationCanceledException) when (stopAfter >= 0)
        {
        }
    }
}
