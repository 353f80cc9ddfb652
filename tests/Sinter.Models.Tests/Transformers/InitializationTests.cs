using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Transformers;

public sealed class InitializationTests
{
    private static readonly ModelConfig Config = new()
    {
        VocabularySize = 256,
        HiddenSize = 64,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        IntermediateSize = 128,
        ContextLength = 16,
        TieEmbeddings = false,
    };

    [Theory]
    [InlineData("embedding", 0.02)]
    [InlineData("output", 0.02)]
    [InlineData("1.attention.qkv", 0.02)]
    [InlineData("1.feedForward.gateUp", 0.02)]
    [InlineData("0.attention.output", 0.01)] // 0.02 / sqrt(2 * 2 layers)
    [InlineData("1.attention.output", 0.01)]
    [InlineData("1.feedForward.down", 0.01)]
    public void Matrices_are_drawn_from_the_normal_distribution_of_GPT_2(string name, double deviation)
    {
        var values = Weights(Initialized(Config, seed: 1), name).Select(value => value / deviation).ToArray();

        // Four standard errors of each statistic.
        var error = 4 / Math.Sqrt(values.Length);
        values.Average().ShouldBe(0, tolerance: error);
        values.Average(value => value * value).ShouldBe(1, tolerance: Math.Sqrt(2) * error);
        values.Average(value => value * value * value * value).ShouldBe(3, tolerance: Math.Sqrt(96) * error);
    }

    [Theory]
    [InlineData("0.attention.norm")]
    [InlineData("1.feedForward.norm")]
    [InlineData("norm")]
    public void Norms_begin_as_one(string name) => Weights(Initialized(Config, seed: 1), name).ShouldAllBe(value => value == 1);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        All(Initialized(Config, seed: 5)).ShouldBe(All(Initialized(Config, seed: 5)));
        All(Initialized(Config, seed: 6)).ShouldNotBe(All(Initialized(Config, seed: 5)));
    }

    [Fact]
    public void No_two_matrices_share_their_numbers()
    {
        var model = Initialized(Config, seed: 1);

        Weights(model, "0.attention.qkv").ShouldNotBe(Weights(model, "1.attention.qkv"));
        Weights(model, "embedding").ShouldNotBe(Weights(model, "output"));
    }

    [Fact]
    public void One_more_layer_leaves_the_others_as_they_were()
    {
        var deeper = Initialized(Config with { Layers = 3 }, seed: 1);
        var model = Initialized(Config, seed: 1);

        Weights(deeper, "1.feedForward.gateUp").ShouldBe(Weights(model, "1.feedForward.gateUp"));
    }

    private static Transformer Initialized(ModelConfig config, ulong seed)
    {
        var model = new Transformer(config, new CpuBackend(1));
        model.Initialize(seed);
        return model;
    }

    private static float[] All(Transformer model) => [.. model.Parameters.All.SelectMany(parameter => parameter.Value.ToArray<float>())];

    private static float[] Weights(Transformer model, string name) => model.Parameters[name].Value.ToArray<float>();
}
