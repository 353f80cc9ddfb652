using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

/// <summary>Every objective in the training loop, with a model that fits it.</summary>
public sealed class ObjectiveTrainingTests : IDisposable
{
    private const int Mask = 63;

    private static readonly ModelConfig Encoder = FamilyDefaults.Apply(TinyTraining.Config with { Family = ModelFamily.Bert, KeyValueHeads = 4, Head = ModelHead.MaskedLanguageModel });

    private readonly TinyTraining _tiny = new();

    public static TheoryData<string> Names => ["next-token", "masked", "prefix", "fill-in-the-middle", "multi-token", "contrast"];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_learns_by_it_is_measured_by_it_and_goes_on_after_a_stop_to_the_same_bytes(string name)
    {
        var (objective, config) = Of(name);
        var options = TinyTraining.Options with { Objective = objective, Steps = 40, BatchSize = 4, Accumulation = 1, ValidateEvery = 20, CheckpointEvery = 15, LearningRate = 1e-2 };

        var whole = Train(options, config, "whole", stopAfter: null);
        Train(options, config, "stopped", stopAfter: 17);
        var continued = Train(options, config, "stopped", stopAfter: null);

        whole.Steps.TakeLast(5).Average(static step => step.Loss).ShouldBeLessThan(whole.Steps.Take(5).Average(static step => step.Loss));
        whole.Validations.Count.ShouldBe(2);
        whole.Validations.ShouldAllBe(static validation => double.IsFinite(validation.Loss) && validation.Loss > 0);
        continued.Weights.ShouldBe(whole.Weights);
        whole.Validations[^1].Accuracy.HasValue.ShouldBe(name == "masked");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_is_to_the_byte_what_its_programs_allocate(string name)
    {
        var (objective, config) = Of(name);
        var options = TinyTraining.Options with { Objective = objective, BatchSize = 3, ValidateEvery = 1 };

        var plan = TrainingPlan.Of(config, options);

        var model = Model.Create(config, new CpuBackend(1));
        plan.ActivationBytes.ShouldBe(new ObjectiveProgram(model, objective, 3, config.ContextLength, withGradients: true).Program.ArenaBytes);
        plan.ValidationBytes.ShouldBe(new ObjectiveProgram(model, objective.Measured, 3, config.ContextLength, withGradients: false).Program.ArenaBytes);
        plan.Parameters.ShouldBe(config.Parameters);
        TrainingProbe.Measure(config, options, new CpuBackend(1), TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken).SecondsPerPass.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Blocks_computed_again_give_the_same_bytes_in_less_memory(string name)
    {
        var (objective, config) = Of(name);
        config = config with { Layers = 6, PredictedTokens = config.PredictedTokens };
        var options = TinyTraining.Options with { Objective = objective, Steps = 3, BatchSize = 8, Accumulation = 1, ValidateEvery = 0 };

        Train(options with { RecomputeBlocks = true }, config, "recomputed", stopAfter: null).Weights.ShouldBe(Train(options, config, "kept", stopAfter: null).Weights);

        TrainingPlan.Of(config, options with { RecomputeBlocks = true }).ActivationBytes.ShouldBeLessThan(TrainingPlan.Of(config, options).ActivationBytes * 2 / 3);
    }

    [Fact]
    public void Accuracy_is_measured_at_the_masked_positions_beside_that_of_the_commonest_token()
    {
        // Documents that alternate between two tokens: what stands behind a mask is known for sure from its neighbours.
        var data = _tiny.PackDocuments("alternating", [.. Enumerable.Range(0, 24).Select(static i => Enumerable.Range(0, 30).Select(place => 1 + (2 * (i % 3)) + (place % 2)).ToArray())]);
        var objective = new MaskedTokens(TinyTraining.Vocabulary, Mask, [0]);
        var model = Model.Create(Encoder, new CpuBackend(1));
        model.Initialize(1);
        var meter = new LossMeter(model, data, batchSize: 5, objective);

        var before = meter.Measure(long.MaxValue, cancellation: TestContext.Current.CancellationToken);
        var options = TinyTraining.Options with { Objective = objective, Steps = 150, BatchSize = 8, LearningRate = 1e-2, ValidateEvery = 0, AdamW = new AdamWOptions { WeightDecay = 0 } };
        new Trainer(model, data, null, options, _tiny.Checkpoints, new RecordingObserver()).Run(TestContext.Current.CancellationToken);
        var after = meter.Measure(long.MaxValue, cancellation: TestContext.Current.CancellationToken);

        before.Accuracy!.Value.ShouldBeLessThan(0.5);
        before.UnigramAccuracy!.Value.ShouldBeInRange(1 / 6.0, 0.35, "six tokens, about as many each");
        after.UnigramAccuracy.ShouldBe(before.UnigramAccuracy, "each measurement draws the same");
        after.Accuracy!.Value.ShouldBeGreaterThan(0.9);
        meter.Measure(long.MaxValue, cancellation: TestContext.Current.CancellationToken).ShouldBe(after);
    }

    [Fact]
    public void Multi_token_prediction_is_measured_by_the_next_token()
    {
        var (objective, config) = Of("multi-token");
        var model = TinyTraining.NewModel(config: config);

        var measured = new LossMeter(model, _tiny.Validation(), 2, objective).Measure(4, cancellation: TestContext.Current.CancellationToken);

        measured.ShouldBe(new LossMeter(model, _tiny.Validation(), 2).Measure(4, cancellation: TestContext.Current.CancellationToken));
    }

    private static (Objective Objective, ModelConfig Config) Of(string name) => name switch
    {
        "masked" => (new MaskedTokens(TinyTraining.Vocabulary, Mask, [0]), Encoder),
        "contrast" => (new TextContrast(new NextToken()), TinyTraining.Config),
        "prefix" => (new PrefixLanguageModel(), TinyTraining.Config),
        "fill-in-the-middle" => (new FillInTheMiddle(new FillInTokens(61, 62, 63), endOfText: 0), TinyTraining.Config),
        "multi-token" => (new MultiToken(3), TinyTraining.Config with { PredictedTokens = 3 }),
        _ => (new NextToken(), TinyTraining.Config),
    };

    private Trained Train(TrainingOptions options, ModelConfig config, string checkpoints, int? stopAfter)
    {
        var model = Model.Create(config, new CpuBackend(1));
        model.Initialize(1);
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver(step =>
        {
            if (step == stopAfter)
            {
                stop.Cancel();
            }
        });
        var trainer = new Trainer(model, _tiny.Data(), _tiny.Validation(), options, $"{_tiny.Checkpoints}-{checkpoints}", observer);
        try
        {
            trainer.Run(stop.Token);
        }
        catch (OperationCanceledException) when (stopAfter is not null)
        {
        }

        return new Trained(TinyTraining.Weights(model), [.. observer.Steps], [.. observer.Validations]);
    }

    private sealed record Trained(byte[] Weights, IReadOnlyList<StepMetrics> Steps, IReadOnlyList<ValidationMetrics> Validations);
}
