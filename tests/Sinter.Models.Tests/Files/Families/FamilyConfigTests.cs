using Sinter.Models.Files;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Tests.Files.Families;

public sealed class FamilyConfigTests : IDisposable
{
    private const string Llama = "\"vocab_size\": 100, \"hidden_size\": 64, \"intermediate_size\": 172, \"num_hidden_layers\": 4, \"num_attention_heads\": 32, \"num_key_value_heads\": 8, \"head_dim\": 16";
    private const string Gpt = "\"vocab_size\": 100, \"n_embd\": 64, \"n_layer\": 3, \"n_head\": 4";
    private const string NeoX = "\"model_type\": \"gpt_neox\", \"vocab_size\": 100, \"hidden_size\": 64, \"intermediate_size\": 256, \"num_hidden_layers\": 4, \"num_attention_heads\": 4";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_keys_have_the_defaults_of_each_family()
    {
        Family("mistral").Window.ShouldBe(4096);
        Family("mistral").ContextLength.ShouldBe(131072);
        Family("mixtral").ShouldSatisfyAllConditions(
            config => config.Window.ShouldBe(0),
            config => config.Experts.ShouldBe(8),
            config => config.ExpertsPerToken.ShouldBe(2),
            config => config.RouterLossWeight.ShouldBe(0.001),
            config => config.RopeBase.ShouldBe(1e6));
        Family("qwen2").ShouldSatisfyAllConditions(config => config.Window.ShouldBe(0), config => config.AttentionBias.ShouldBeTrue(), config => config.AttentionOutputBias.ShouldBeFalse());
        Family("qwen3").QueryKeyNorm.ShouldBeTrue();
        Family("gemma").ShouldSatisfyAllConditions(
            config => config.Activation.ShouldBe(UnaryFunction.GeluTanh),
            config => config.TieEmbeddings.ShouldBeTrue(),
            config => config.EmbeddingScale.ShouldBe(8),
            config => config.NormOffset.ShouldBe(1));
        Family("gemma2").ShouldSatisfyAllConditions(
            config => config.AttentionSoftCap.ShouldBe(50),
            config => config.OutputSoftCap.ShouldBe(30),
            config => config.AttentionScale.ShouldBe(1 / 16.0),
            config => Enumerable.Range(0, 4).Select(config.IsWindowed).ShouldBe([true, false, true, false]));
        Family("phi3").RotaryShare.ShouldBe(1);
        Read(NeoX).ShouldSatisfyAllConditions(
            config => config.RotarySize.ShouldBe(4),
            config => config.ParallelResidual.ShouldBeTrue(),
            config => config.TieEmbeddings.ShouldBeFalse(),
            config => config.Activation.ShouldBe(UnaryFunction.Gelu));
        Read("\"model_type\": \"gpt2\", " + Gpt).ShouldSatisfyAllConditions(
            config => config.IntermediateSize.ShouldBe(256),
            config => config.ContextLength.ShouldBe(1024),
            config => config.Activation.ShouldBe(UnaryFunction.GeluTanh),
            config => config.TieEmbeddings.ShouldBeTrue());
        Read("\"model_type\": \"openai-gpt\", " + Gpt).ContextLength.ShouldBe(512);
    }

    [Fact]
    public void A_window_is_in_force_where_the_family_says_so()
    {
        Family("mistral", "\"sliding_window\": null").Window.ShouldBe(0);
        Family("gemma2", "\"sliding_window\": 12, \"attn_logit_softcapping\": null, \"final_logit_softcapping\": null, \"query_pre_attn_scalar\": 16").ShouldSatisfyAllConditions(
            config => config.Window.ShouldBe(12),
            config => config.AttentionSoftCap.ShouldBe(0),
            config => config.OutputSoftCap.ShouldBe(0),
            config => config.AttentionScale.ShouldBeNull());
        Family("qwen2", "\"use_sliding_window\": true, \"sliding_window\": 7, \"max_window_layers\": 4").Window.ShouldBe(0);
        var partly = Family("qwen2", "\"use_sliding_window\": true, \"sliding_window\": 7, \"max_window_layers\": 3");
        Enumerable.Range(0, 4).Select(partly.IsWindowed).ShouldBe([false, false, false, true]);
        Family("gemma2", "\"layer_types\": [\"sliding_attention\", \"full_attention\", \"sliding_attention\", \"full_attention\"]").GlobalEvery.ShouldBe(2);
    }

    [Theory]
    [InlineData("llama", "\"attention_bias\": true, \"mlp_bias\": true, \"hidden_act\": \"gelu_pytorch_tanh\"")]
    [InlineData("mistral", "\"sliding_window\": 9")]
    [InlineData("mistral", "\"sliding_window\": null, \"tie_word_embeddings\": true")]
    [InlineData("mixtral", "\"num_local_experts\": 5, \"num_experts_per_tok\": 3, \"router_aux_loss_coef\": 0.25, \"sliding_window\": 3")]
    [InlineData("qwen2", "\"use_sliding_window\": true, \"sliding_window\": 7, \"max_window_layers\": 3")]
    [InlineData("qwen3", "\"attention_bias\": true")]
    [InlineData("gemma", "\"attention_bias\": true")]
    [InlineData("gemma2", "\"query_pre_attn_scalar\": 144, \"attn_logit_softcapping\": null")]
    [InlineData("gemma2", "\"query_pre_attn_scalar\": 20.5, \"sliding_window\": null")]
    [InlineData("phi3", "\"partial_rotary_factor\": 0.75, \"sliding_window\": 2047")]
    public void What_a_family_can_say_is_read_back(string family, string pairs) => ReadBack(Family(family, pairs));

    [Theory]
    [InlineData(NeoX + ", \"use_parallel_residual\": false, \"rotary_pct\": 0.5, \"rotary_emb_base\": 500, \"attention_bias\": false, \"hidden_act\": \"gelu_fast\"")]
    [InlineData("\"model_type\": \"gpt2\", \"n_inner\": 99, \"scale_attn_weights\": false, \"activation_function\": \"relu\", \"tie_word_embeddings\": false, " + Gpt)]
    [InlineData("\"model_type\": \"openai-gpt\", \"afn\": \"swish\", \"n_positions\": 77, " + Gpt)]
    public void What_the_older_families_can_say_is_read_back(string pairs) => ReadBack(Read(pairs));

    [Theory]
    [InlineData("mistral", "\"hidden_act\": \"snake\"", "has the hidden_act 'snake', which Sinter does not know; expected silu, gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu, swish, gelu_python or sigmoid.")]
    [InlineData("gemma", "\"hidden_activation\": \"relu2\"", "has the hidden_activation 'relu2', which Sinter does not know; expected silu")]
    [InlineData("phi3", "\"rope_scaling\": {\"type\": \"longrope\", \"long_factor\": [1], \"short_factor\": [1]}", "has the rope_scaling 'longrope', which Sinter does not know; expected none, default, linear, llama3 or yarn.")]
    [InlineData("phi3", "\"attention_bias\": true", "has the attention_bias 'true', which Sinter does not know; expected false.")]
    [InlineData("phi3", "\"partial_rotary_factor\": -1", "describes a model that cannot be: RotaryShare is -1; it must lie above 0 and not above 1.")]
    [InlineData("mistral", "\"sliding_window\": -5", "Window is -5, GlobalEvery 0, FirstGlobal 0 and FirstWindowed 0; none may be negative.")]
    [InlineData("gemma2", "\"query_pre_attn_scalar\": 0", "has the query_pre_attn_scalar '0', which Sinter does not know; expected a number above 0.")]
    [InlineData("gemma2", "\"attn_logit_softcapping\": -50", "AttentionSoftCap is -50; it must be a finite number, and not below 0.")]
    [InlineData("gemma2", "\"layer_types\": [\"full_attention\"]", "has the layer_types[0] 'full_attention', which Sinter does not know; expected sliding_attention, as its other keys say.")]
    [InlineData("mixtral", "\"num_local_experts\": 4096, \"num_hidden_layers\": 4096", "Layers * Experts is 16777216; it must lie between 1 and 262144.")]
    [InlineData("mixtral", "\"num_experts_per_tok\": 9", "ExpertsPerToken is 9; it must lie between 1 and 8.")]
    [InlineData("mixtral", "\"num_local_experts\": 4000, \"intermediate_size\": 1048576", "4000 experts of IntermediateSize 1048576 by HiddenSize 64 have more than 2147483591 elements; choose smaller sizes.")]
    public void What_cannot_be_is_refused_in_one_sentence_that_names_it(string family, string pairs, string sentence)
    {
        var message = Should.Throw<InvalidDataException>(() => Family(family, pairs)).Message;

        message.ShouldContain(sentence);
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("\"model_type\": \"gpt2\", \"scale_attn_by_inverse_layer_idx\": true, " + Gpt, "has the scale_attn_by_inverse_layer_idx 'true', which Sinter does not know; expected false.")]
    [InlineData("\"model_type\": \"gpt2\", \"add_cross_attention\": true, " + Gpt, "has the add_cross_attention 'true'")]
    [InlineData("\"model_type\": \"gpt2\", \"vocab_size\": 100, \"n_embd\": 2000000000, \"n_layer\": 3, \"n_head\": 4", "HiddenSize is 2000000000; it must lie between 1 and 131072.")]
    [InlineData("\"model_type\": \"openai-gpt\", \"afn\": \"gelu_new\", " + Gpt, "has the afn 'gelu_new', which Sinter does not know; expected gelu, relu, silu or swish.")]
    [InlineData("\"model_type\": \"gpt2\", \"n_embd\": 64", "lacks the key 'n_head', an integer.")]
    [InlineData(NeoX + ", \"rotary_pct\": 0", "RotaryShare is 0; it must lie above 0 and not above 1.")]
    [InlineData("\"model_type\": \"gpt2\", \"n_positions\": 16000000, \"n_embd\": 131072, \"vocab_size\": 100, \"n_layer\": 3, \"n_head\": 64", "has more than 2147483591 elements")]
    public void The_older_families_refuse_alike(string pairs, string sentence) => Should.Throw<InvalidDataException>(() => Read(pairs)).Message.ShouldContain(sentence);

    [Fact]
    public void A_family_that_cannot_say_a_setting_is_not_written()
    {
        var path = _folder.File("config.json");
        Should.Throw<ArgumentException>(() => ModelConfigJson.Write(path, Family("llama") with { Window = 5 }, new())).Message
            .ShouldBe("The config.json of a Llama cannot say that Window is 5: it would be read as 0; choose another family or setting.");
        Should.Throw<ArgumentException>(() => ModelConfigJson.Write(path, Read("\"model_type\": \"gpt2\", " + Gpt) with { KeyValueHeads = 2 }, new())).Message
            .ShouldBe("The config.json of a Gpt2 cannot say that KeyValueHeads is 2: it would be read as 4; choose another family or setting.");
        File.Exists(Path.Combine(_folder.Path, "model.safetensors")).ShouldBeFalse();
    }

    private void ReadBack(ModelConfig config)
    {
        var path = _folder.File("written.json");
        ModelConfigJson.Write(path, config, new());
        ModelConfigJson.Read(path).ShouldBe(config);
    }

    private ModelConfig Family(string family, string pairs = "")
    {
        // A pair that is given takes the place of the usual one.
        var usual = Llama.Split(", ").Where(pair => !pairs.Contains(pair[..pair.IndexOf(':', StringComparison.Ordinal)], StringComparison.Ordinal));
        return Read(string.Join(", ", usual.Prepend($"\"model_type\": \"{family}\"").Concat(pairs.Length > 0 ? [pairs] : [])));
    }

    private ModelConfig Read(string pairs)
    {
        var path = _folder.File("config.json");
        File.WriteAllText(path, "{" + pairs + "}");
        return ModelConfigJson.Read(path);
    }
}
