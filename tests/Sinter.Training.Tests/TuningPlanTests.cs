using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors;

namespace Sinter.Training.Tests;

/// <summary>What the tuning of few parameters takes, as planned for a backend that counts only.</summary>
public sealed class TuningPlanTests
{
    private static readonly ModelConfig Gpt2 = FamilyDefaults.Apply(new ModelConfig
    {
        Family = ModelFamily.Gpt2,
        VocabularySize = 50257,
        HiddenSize = 768,
        Layers = 12,
        Heads = 12,
        KeyValueHeads = 12,
        IntermediateSize = 3072,
        ContextLength = 512,
    });

    private static readonly ModelConfig Small = new() { VocabularySize = 4096, HiddenSize = 256, Layers = 6, Heads = 8, KeyValueHeads = 4, IntermediateSize = 688, ContextLength = 256 };

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 8)]
    [InlineData(false, 1)]
    [InlineData(false, 8)]
    public void LoRA_takes_at_most_35_percent_of_full_tuning_beyond_the_weights(bool large, int batch)
    {
        var config = large ? Gpt2 : Small;
        var options = new TrainingOptions { Steps = 1, BatchSize = batch };
        var full = TrainingPlan.Of(config, options, threads: 2);

        var lora = TrainingPlan.Of(config, options with { RecomputeBlocks = true }, threads: 2, Tuning(config, DataType.Float32));

        full.TrainedParameters.ShouldBe(full.Parameters);
        lora.TrainedParameters.ShouldBe(lora.Parameters - full.Parameters);
        ((double)lora.BytesBeyondWeights / full.BytesBeyondWeights).ShouldBeLessThan(0.35);
        lora.CheckpointBytes.ShouldBeLessThan(full.CheckpointBytes / 10);
    }

    [Fact]
    public void Even_with_all_activations_kept_LoRA_of_GPT2_takes_less_where_a_pass_is_short()
    {
        var options = new TrainingOptions { Steps = 1, BatchSize = 1 };

        var (full, lora) = (TrainingPlan.Of(Gpt2, options, threads: 2), TrainingPlan.Of(Gpt2, options, threads: 2, Tuning(Gpt2, DataType.Float32)));

        ((double)lora.BytesBeyondWeights / full.BytesBeyondWeights).ShouldBeLessThan(0.35);
    }

    [Fact]
    public void Frozen_matrices_in_four_bits_are_planned()
    {
        var options = new TrainingOptions { Steps = 1, BatchSize = 1 };
        var (floats, narrow) = (TrainingPlan.Of(Gpt2, options, threads: 2, Tuning(Gpt2, DataType.Float32)), TrainingPlan.Of(Gpt2, options, threads: 2, Tuning(Gpt2, DataType.NormalFloat4)));

        // 84.9 million weights of the blocks' matrices from 4 bytes to 0.516.
        (floats.WeightBytes - narrow.WeightBytes).ShouldBeInRange((long)(84.9e6 * 3.48), (long)(85e6 * 3.49));
        narrow.TrainedParameters.ShouldBe(floats.TrainedParameters);
    }

    private static ModelTuning Tuning(ModelConfig config, DataType type) => ((IAdapter)new LoraAdapter(new LoraOptions())).Tuning(config, type);
}
