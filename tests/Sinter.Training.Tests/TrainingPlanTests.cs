using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests;

public sealed class TrainingPlanTests
{
    private static readonly ModelConfig Config = new() { VocabularySize = 301, HiddenSize = 24, Layers = 3, Heads = 6, KeyValueHeads = 2, IntermediateSize = 40, ContextLength = 33 };
    private static readonly TrainingOptions Options = new() { Steps = 50, BatchSize = 3, Accumulation = 2, ValidateEvery = 20, ValidationSequences = 10, CheckpointEvery = 20 };

    [Theory]
    [InlineData(true, OptimizerKind.AdamW)]
    [InlineData(false, OptimizerKind.AdamW)]
    [InlineData(true, OptimizerKind.Muon)]
    [InlineData(false, OptimizerKind.Muon)]
    [InlineData(true, OptimizerKind.Lion)]
    [InlineData(true, OptimizerKind.Adafactor)]
    [InlineData(true, OptimizerKind.AdamW8Bit)]
    public void What_is_planned_is_to_the_byte_what_a_training_allocates(bool tied, OptimizerKind kind)
    {
        var config = Config with { TieEmbeddings = tied };
        var options = Options with { Optimizer = kind };
        var plan = TrainingPlan.Of(config, options);

        var model = new Transformer(config, new CpuBackend(1));
        var optimizer = options.CreateOptimizer(model.Parameters);
        var pass = new ObjectiveProgram(model, new NextToken(), Options.BatchSize, config.ContextLength, withGradients: true).Program;
        var validation = new ObjectiveProgram(model, new NextToken(), Options.BatchSize, config.ContextLength, withGradients: false).Program;

        plan.Parameters.ShouldBe(config.Parameters);
        (plan.WeightBytes + plan.GradientBytes).ShouldBe(model.Parameters.ByteCount);
        plan.OptimizerBytes.ShouldBe(optimizer.State.Sum(state => state.Buffer.Bytes));
        plan.ActivationBytes.ShouldBe(pass.ArenaBytes);
        plan.ValidationBytes.ShouldBe(validation.ArenaBytes);
        plan.OperationsPerPass.ShouldBe(pass.FloatingPointOperations);
        plan.OperationsPerValidationPass.ShouldBe(validation.FloatingPointOperations);
        plan.TableBytes.ShouldBe(config.ContextLength * config.HeadSize * sizeof(float));
        plan.MemoryBytes.ShouldBe(
            model.Parameters.ByteCount + plan.OptimizerBytes + plan.ScratchBytes + pass.ArenaBytes + validation.ArenaBytes + plan.TableBytes + plan.KernelBytes);
    }

    [Fact]
    public void Totals_follow_from_steps_accumulation_and_intervals()
    {
        var plan = TrainingPlan.Of(Config, Options);

        plan.TokensPerStep.ShouldBe(3 * 2 * 33);
        plan.Tokens.ShouldBe(50 * 3 * 2 * 33);
        plan.OperationsPerStep.ShouldBe(2.0 * plan.OperationsPerPass);
        plan.Operations.ShouldBe(100.0 * plan.OperationsPerPass);

        // After steps 20, 40 and 50; 10 sequences are 4 batches of 3.
        plan.ValidationPasses.ShouldBe(3 * 4);
        plan.DiskBytes.ShouldBe(3 * plan.CheckpointBytes);
    }

    [Fact]
    public void The_usual_estimate_is_near_what_is_counted()
    {
        var plan = TrainingPlan.Of(Config with { HiddenSize = 96, IntermediateSize = 256, VocabularySize = 2000 }, Options);

        (plan.EstimatedOperationsPerStep / plan.OperationsPerStep).ShouldBeInRange(0.95, 1.15);
    }

    [Fact]
    public void A_model_of_any_size_is_planned_without_its_memory()
    {
        // The shape of Llama 2 70B.
        var config = new ModelConfig { VocabularySize = 32000, HiddenSize = 8192, Layers = 80, Heads = 64, KeyValueHeads = 8, IntermediateSize = 28672, ContextLength = 4096, TieEmbeddings = false };
        var plan = TrainingPlan.Of(config, new TrainingOptions { Steps = 1_000_000, BatchSize = 256 });

        plan.Parameters.ShouldBe(68_976_648_192);
        plan.WeightBytes.ShouldBeGreaterThan(4 * plan.Parameters - 1);
        plan.Operations.ShouldBeGreaterThan(1e23);
    }

    [Fact]
    public void A_pass_that_no_machine_can_hold_and_a_faulty_shape_are_refused()
    {
        Should.Throw<ArgumentException>(() => TrainingPlan.Of(Config with { ContextLength = 1 << 20 }, Options with { BatchSize = 1 << 16 })).Message.ShouldContain("choose a smaller batch or context");
        Should.Throw<ArgumentException>(() => TrainingPlan.Of(Config with { Heads = 5 }, Options));
    }

    [Fact]
    public void A_probe_times_real_passes_and_stops_at_its_limit()
    {
        var probe = TrainingProbe.Measure(Config, Options, new CpuBackend(1), TimeSpan.Zero);

        probe.Passes.ShouldBe(1);
        probe.SecondsPerPass.ShouldBeGreaterThan(0);
        probe.SecondsPerStep(3).ShouldBe((3 * probe.SecondsPerPass) + probe.SecondsPerUpdate, 1e-12);
    }
}
