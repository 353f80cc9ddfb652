using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;
using Sinter.Tests;

namespace Sinter.Models.Tests.Transformers;

/// <summary>Every family of decoders against the reference models of <c>tests/oracle/models</c>.</summary>
public sealed class DecoderFamilyTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => DecoderOracle.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Embeddings_every_layer_logits_and_loss_are_those_of_the_reference(string name)
    {
        var oracle = new DecoderOracle(name);
        var states = oracle.List("hidden_states");

        var pass = oracle.Run();

        pass.States.Length.ShouldBe(states.Length);
        for (var i = 0; i < states.Length; i++)
        {
            oracle.Difference(pass.States[i], states[i]).ShouldBeLessThan(Tolerance, $"layer {i - 1}");
        }

        oracle.Difference(pass.Hidden, oracle.Values("final_hidden")).ShouldBeLessThan(Tolerance);
        oracle.Difference(pass.Logits, oracle.Values("logits")).ShouldBeLessThan(Tolerance);
        ((double)pass.Loss).ShouldBe(oracle.Number("loss"), tolerance: Tolerance);
    }

    [Fact]
    public void The_routers_of_Mixtral_and_their_balance_are_those_of_the_reference()
    {
        var oracle = new DecoderOracle("mixtral");
        var logits = oracle.List("router_logits");

        var pass = oracle.Run();

        pass.RouterLogits.Length.ShouldBe(logits.Length);
        for (var i = 0; i < logits.Length; i++)
        {
            oracle.Difference(pass.RouterLogits[i], logits[i]).ShouldBeLessThan(Tolerance);
        }

        ((double)pass.Balance!.Value).ShouldBe(oracle.Number("aux_loss"), tolerance: Tolerance);
        new DecoderOracle("llama").Run().Balance.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_exported_has_the_same_config_and_the_same_bytes(string name)
    {
        var oracle = new DecoderOracle(name);
        var original = ModelFolder.Open(oracle.Folder);

        ModelFolder.Write(_folder.Path, original.Config, ModelWeights.ToWrite(oracle.Model), original.Generation);

        var written = ModelFolder.Open(_folder.Path);
        written.Config.ShouldBe(original.Config);
        using var first = original.OpenWeights();
        using var second = written.OpenWeights();
        var names = ModelTensors.Of(original.Config).Select(static place => place.Info.Name).ToArray();
        second.Tensors.Select(static info => info.Name).ShouldBe(names.Order(StringComparer.Ordinal));
        foreach (var info in second.Tensors)
        {
            Read(second, info).ShouldBe(Read(first, info), info.Name);
        }
    }

    [Fact]
    public void A_bare_trunk_is_read_under_its_short_names()
    {
        var bare = ModelWeights.Load(DecoderOracle.FolderOf("gpt2-bare"), new CpuBackend(1));

        // Its file holds the buffers attn.bias of old versions besides, which nobody asks for.
        bare.Parameters.All.ShouldAllBe(static parameter => parameter.Value.ToArray<float>().Any(static value => value != 0));
    }

    [Theory]
    [InlineData("openai-gpt")]
    [InlineData("gpt2")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("gemma2")]
    [InlineData("phi3")]
    [InlineData("gpt-neox")]
    [InlineData("mixtral")]
    public void The_gradient_of_every_parameter_is_the_slope_of_the_loss(string name)
    {
        var oracle = new DecoderOracle(name);
        Spread(oracle.Model);
        oracle.Loss(withGradients: true)();
        var loss = oracle.Loss(withGradients: false);
        foreach (var parameter in oracle.Model.Parameters.All)
        {
            // Along its own gradient the loss rises with the gradient's length. A long step would send tokens to other experts.
            var gradient = parameter.Gradient.ToArray<float>();
            var weights = parameter.Value.ToArray<float>();
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            var step = (oracle.Model.Config.Experts > 0 ? 0.001 : 0.005) / length;

            var slope = (LossAt(step) - LossAt(-step)) / (2 * step * length);

            slope.ShouldBe(length, tolerance: (0.01 * length) + 1e-4, parameter.Name);

            double LossAt(double times)
            {
                weights.Select((weight, i) => (float)(weight + (times * gradient[i]))).ToArray().CopyTo(parameter.Value.AsSpan<float>());
                var value = loss();
                weights.CopyTo(parameter.Value.AsSpan<float>());
                return value;
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_model_of_the_family_begins_with_the_loss_of_a_guess(string name)
    {
        var oracle = new DecoderOracle(name);
        oracle.Model.Initialize(1);

        // The logarithm of 61 tokens; random weights say nothing yet.
        oracle.Loss(withGradients: false)().ShouldBe(Math.Log(61), tolerance: 0.25);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_has_as_many_parameters_as_its_config_says(string name)
    {
        var config = ModelFolder.Open(DecoderOracle.FolderOf(name)).Config;

        new Transformer(config, new CpuBackend(1)).Parameters.Count.ShouldBe(config.Parameters);
        ModelTensors.Of(config).Sum(static place => place.Info.Elements).ShouldBe(config.Parameters);
    }

    [Fact]
    public void A_Llama_with_biases_is_a_Qwen_where_only_queries_keys_and_values_have_any()
    {
        var oracle = new DecoderOracle("qwen2");
        var config = oracle.Model.Config with { Family = ModelFamily.Llama, AttentionOutputBias = true, FeedForwardBias = true };
        var llama = new Transformer(config, new CpuBackend(1));
        foreach (var parameter in oracle.Model.Parameters.All)
        {
            parameter.Value.AsSpan<float>().CopyTo(llama.Parameters[parameter.Name].Value.AsSpan<float>());
        }

        ModelFolder.Write(_folder.Path, config, ModelWeights.ToWrite(llama));

        using var file = SafeTensorsFile.Open(_folder.File(ModelFolder.WeightsFileName));
        string[] biases = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];
        biases.ShouldAllBe(name => file.Find($"model.layers.1.{name}.bias") != null);
        var read = (Transformer)ModelWeights.Load(_folder.Path, new CpuBackend(1));
        TinyLlama.Logits(read, oracle.Ids[0]).ShouldBe(TinyLlama.Logits(oracle.Model, oracle.Ids[0]));
        foreach (var name in (string[])["1.attention.output.bias", "1.feedForward.gateUp.bias", "1.feedForward.down.bias"])
        {
            read.Parameters[name].Value.AsSpan<float>().Fill(0.1f);
            TinyLlama.Logits(read, oracle.Ids[0]).ShouldNotBe(TinyLlama.Logits(oracle.Model, oracle.Ids[0]), name);
            read.Parameters[name].Value.AsSpan<float>().Clear();
        }
    }

    /// <summary>Weights of the size at which every part matters and the loss is smooth.</summary>
    private static void Spread(Transformer model)
    {
        foreach (var parameter in model.Parameters.All)
        {
            var random = new RandomStream(7, parameter.Name);
            var isVector = parameter.Value.Shape.Rank == 1;
            var mean = isVector && !parameter.Name.EndsWith(".bias", StringComparison.Ordinal) ? 1 - model.Config.NormOffset : 0;
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight = (float)(mean + ((isVector ? 0.2 : 0.3) * random.NextNormal()));
            }
        }
    }

    private static float[] Read(IWeightSource weights, TensorInfo info)
    {
        var values = new float[info.Elements];
        weights.ReadFloat32(info.Name, values, [.. info.Shape]);
        return values;
    }
}
