using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class PreferenceObjectiveTests : IDisposable
{
    private const int Pairs = 7;

    private readonly TinyTraining _tiny = new();

    public static TheoryData<PreferenceOptions> Some => new((PreferenceOptions[])
    [
        new() { NllWeight = 0.5 },
        new() { Beta = 2, PerToken = true },
        PreferenceOptions.Of(PreferenceMethod.Ipo),
        PreferenceOptions.Of(PreferenceMethod.SimPo),
        PreferenceOptions.Of(PreferenceMethod.Orpo),
    ]);

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Some))]
    public void The_loss_is_that_of_the_logits_in_double_precision(PreferenceOptions options)
    {
        var (model, reference) = (TinyPairs.NewModel(2), TinyPairs.NewModel(3));
        var pairs = ReferenceLogProbabilities.Compute(reference, TinyPairs.Make(Pairs)).Examples;
        var expected = pairs.Average(pair =>
        {
            var (chosen, rejected) = (TinyPairs.LogProbability(model, pair.Passages[0]), TinyPairs.LogProbability(model, pair.Passages[1]));
            var (chosenReference, rejectedReference) = (TinyPairs.LogProbability(reference, pair.Passages[0]), TinyPairs.LogProbability(reference, pair.Passages[1]));
            return PreferenceLossesTests.Formula(options, chosen.Sum, rejected.Sum, chosenReference.Sum, rejectedReference.Sum, chosen.Tokens, rejected.Tokens);
        });

        var (loss, _) = TinyPairs.Run(model, new PreferenceObjective(options), Rows(pairs), batchSize: 2, Pairs, withGradients: false);

        loss.ShouldBe(expected, 1e-4 * Math.Max(1, expected));
    }

    [Theory]
    [MemberData(nameof(Some))]
    public void The_gradient_is_the_slope_of_the_loss(PreferenceOptions options)
    {
        const double Step = 2e-4;
        var model = TinyPairs.NewModel(2);
        var rows = Rows(ReferenceLogProbabilities.Compute(TinyPairs.NewModel(3), TinyPairs.Make(Pairs)).Examples);
        var objective = new PreferenceObjective(options);
        var direction = TinyPairs.Direction(model, 5);
        var (_, gradients) = TinyPairs.Run(model, objective, rows, 4, Pairs);
        var slope = gradients.Zip(direction, static (gradient, along) => (double)gradient * along).Sum();

        TinyPairs.Move(model, direction, Step);
        var above = TinyPairs.Run(model, objective, rows, 4, Pairs, withGradients: false).Loss;
        TinyPairs.Move(model, direction, -2 * Step);
        var below = TinyPairs.Run(model, objective, rows, 4, Pairs, withGradients: false).Loss;

        ((above - below) / (2 * Step)).ShouldBe(slope, 0.02 * Math.Max(1, Math.Abs(slope)));
    }

    [Theory]
    [MemberData(nameof(Some))]
    public void Pairs_train_the_same_alone_packed_and_in_accumulated_batches(PreferenceOptions options)
    {
        var model = TinyPairs.NewModel(2);
        var pairs = ReferenceLogProbabilities.Compute(TinyPairs.NewModel(3), TinyPairs.Make(Pairs)).Examples;
        var objective = new PreferenceObjective(options);
        var packed = Rows(pairs);
        packed.Sequences.ShouldBeLessThan(Pairs);
        var (loss, gradients) = TinyPairs.Run(model, objective, packed, batchSize: (int)packed.Sequences, Pairs);

        var alone = TinyPairs.Run(model, objective, new ExampleSet(pairs, TinyTraining.Context, TinyTraining.Vocabulary, mostInRow: 1), batchSize: Pairs, Pairs);
        var oneByOne = TinyPairs.Run(model, objective, packed, batchSize: 1, Pairs);
        var long1 = TinyPairs.Run(model, objective, new ExampleSet(pairs, 3 * TinyTraining.Context, TinyTraining.Vocabulary), batchSize: 2, Pairs);

        foreach (var other in new[] { alone, oneByOne, long1 })
        {
            other.Loss.ShouldBe(loss, 1e-5 * Math.Max(1, loss));
            var largest = gradients.Max(Math.Abs);
            other.Gradients.Zip(gradients, static (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThan(2e-5f * largest);
        }
    }

    [Fact]
    public void Training_moves_the_rewards_apart_and_goes_on_after_a_stop_to_the_same_bytes()
    {
        var start = TinyTraining.NewModel();
        var pairs = ReferenceLogProbabilities.Compute(start, TinyPairs.Make(24)).Examples;
        var heldOut = ReferenceLogProbabilities.Compute(start, TinyPairs.Make(40, seed: 9)).Examples;
        var options = new TrainingOptions
        {
            Objective = new PreferenceObjective(),
            Steps = 40,
            BatchSize = 2,
            Accumulation = 2,
            LearningRate = 3e-3,
            WarmupSteps = 5,
            ValidateEvery = 20,
            CheckpointEvery = 15,
            AdamW = new AdamWOptions { WeightDecay = 0 },
        };

        var whole = Train("whole", 1, null, out var trained);
        Train("stopped", 1, 17, out _);
        var continued = Train("stopped", 1, null, out _);
        var two = Train("two", 2, null, out _);

        whole.Steps[0].Loss.ShouldBe(Math.Log(2), 1e-4);
        whole.Steps.TakeLast(5).Average(static step => step.Loss).ShouldBeLessThan(0.5);
        whole.Validations[^1].Accuracy!.Value.ShouldBeGreaterThan(0.8);
        TinyTraining.Weights(continued.Model).ShouldBe(TinyTraining.Weights(trained));
        TinyTraining.Weights(two.Model).ShouldBe(TinyTraining.Weights(trained));
        var before = new PreferenceMeter(start, heldOut).Measure(cancellation: TestContext.Current.CancellationToken);
        var after = new PreferenceMeter(trained, heldOut).Measure(cancellation: TestContext.Current.CancellationToken);
        before.RewardAccuracy.Rate.ShouldBe(0.5);
        before.KlPerToken!.Value.K3.ShouldBe(0, 1e-6);
        after.RewardAccuracy.Low.ShouldBeGreaterThan(0.6);
        after.MeanMargin.ShouldBeGreaterThan(0.1);
        after.KlPerSequence!.Value.K3.ShouldBeGreaterThan(0);

        (List<StepMetrics> Steps, List<ValidationMetrics> Validations, Model Model) Train(string name, int threads, int? stopAfter, out Model model)
        {
            model = TinyTraining.NewModel(threads);
            using var stop = new CancellationTokenSource();
            var observer = new RecordingObserver(step =>
            {
                if (step == stopAfter)
                {
                    stop.Cancel();
                }
            });
            var trainer = new Trainer(model, Rows(pairs), Rows(heldOut), options, $"{_tiny.Checkpoints}-{name}", observer);
            try
            {
                trainer.Run(stop.Token);
            }
            catch (OperationCanceledException)
            {
                trainer.Step.ShouldBe(17);
            }

            return (observer.Steps, observer.Validations, model);
        }
    }

    [Fact]
    public void A_pair_without_a_partner_is_told()
    {
        var single = new ExampleSet([new Example(TinyPairs.Passage([1, 2], [3], 0))], 16, TinyTraining.Vocabulary);
        var batch = new ObjectiveBatch(new PreferenceObjective(), 1, 16);

        Should.Throw<InvalidDataException>(() => batch.Read(single, 0, 0)).Message.ShouldContain("no pairs");
    }

    [Fact]
    public void A_model_that_says_no_text_is_refused()
    {
        new PreferenceObjective().FindMisfit(TinyTraining.Config).ShouldBeNull();
        new PreferenceObjective().FindMisfit(TinyTraining.Config.WithHead(ModelHead.Reward))!.ShouldContain("dpo");
    }

    [Theory]
    [InlineData("dpo")]
    [InlineData("kto")]
    [InlineData("reward")]
    public void A_plan_is_to_the_byte_what_its_programs_allocate_and_its_speed_can_be_measured(string name)
    {
        Objective objective = name switch { "kto" => new KtoObjective(), "reward" => new RewardObjective(TextPooling.Last), _ => new PreferenceObjective() };
        var config = name == "reward" ? TinyTraining.Config.WithHead(ModelHead.Reward) : TinyTraining.Config;
        var options = new TrainingOptions { Objective = objective, Steps = 1, BatchSize = 3, ValidateEvery = 1 };

        var plan = TrainingPlan.Of(config, options);

        plan.ActivationBytes.ShouldBe(new ObjectiveProgram(Model.Create(config, new CpuBackend(1)), objective, 3, TinyTraining.Context, withGradients: true).Program.ArenaBytes);
        TrainingProbe.Measure(config, options, new CpuBackend(1), TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken).SecondsPerPass.ShouldBeGreaterThan(0);
    }

    private static ExampleSet Rows(IReadOnlyList<Example> pairs) => new(pairs, TinyTraining.Context, TinyTraining.Vocabulary);
}
