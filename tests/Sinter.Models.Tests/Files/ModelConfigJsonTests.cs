using Sinter.Models.Files;

namespace Sinter.Models.Tests.Files;

public sealed class ModelConfigJsonTests : IDisposable
{
    private const string Minimal = """
        "architectures": ["LlamaForCausalLM"], "vocab_size": 100, "hidden_size": 64, "intermediate_size": 172,
        "num_hidden_layers": 2, "num_attention_heads": 8
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var config = new ModelConfig
        {
            VocabularySize = 8192,
            HiddenSize = 256,
            Layers = 6,
            Heads = 8,
            KeyValueHeads = 2,
            IntermediateSize = 688,
            ContextLength = 512,
            RopeBase = 500000.5,
            NormEpsilon = 1e-6,
            TieEmbeddings = false,
        };
        var generation = new GenerationConfig { BeginningOfText = 0, EndOfText = [0, 3], Padding = 0, Temperature = 0.7, TopK = 40, TopP = 0.9 };
        var (first, second) = (_folder.File("config.json"), _folder.File("generation_config.json"));

        ModelConfigJson.Write(first, config, generation, TensorType.BFloat16);
        ModelConfigJson.WriteGeneration(second, generation);

        ModelConfigJson.Read(first).ShouldBe(config with { PaddingToken = 0 });
        ModelConfigJson.ReadGeneration(second).ShouldBeEquivalentTo(generation with { EndOfText = (int[])[0, 3] });
        ModelConfigJson.ReadGeneration(first).EndOfText.ShouldBe([0, 3]);
        var text = File.ReadAllText(first);
        text.ShouldContain("\"torch_dtype\": \"bfloat16\"");
        text.ShouldNotContain("\r");
        File.Exists(first + ".partial").ShouldBeFalse();
    }

    [Fact]
    public void Missing_keys_have_the_defaults_of_transformers()
    {
        var config = Read(Minimal);
        config.KeyValueHeads.ShouldBe(8);
        config.NormEpsilon.ShouldBe(1e-6);
        config.RopeBase.ShouldBe(10000);
        config.ContextLength.ShouldBe(2048);
        config.TieEmbeddings.ShouldBeFalse();
    }

    [Fact]
    public void The_rotary_base_is_also_found_where_newer_files_have_it() =>
        Read(Minimal + """, "rope_scaling": null, "rope_parameters": {"rope_theta": 5e5, "rope_type": "default"}""").RopeBase.ShouldBe(500000);

    [Theory]
    [InlineData("""{"architectures": ["FalconForCausalLM"]}""", "has the architecture 'FalconForCausalLM', which Sinter does not know; expected LlamaForCausalLM")]
    [InlineData("""{"model_type": "falcon"}""", "has the model_type 'falcon', which Sinter does not know; expected llama")]
    [InlineData("""{}""", "has the model_type '', which Sinter does not know; expected llama")]
    [InlineData("""{"model_type": "llama"}""", "lacks the key 'num_attention_heads', an integer.")]
    [InlineData("""{"model_type": "llama", "num_attention_heads": "eight"}""", "has \"eight\" under 'num_attention_heads', expected an integer.")]
    [InlineData("""{"model_type": "llama", "num_attention_heads": 1e99}""", "has 1e99 under 'num_attention_heads', expected an integer.")]
    [InlineData("""{"model_type": "llama", "hidden_act": "snake"}""", "has the hidden_act 'snake', which Sinter does not know; expected silu, gelu, ")]
    [InlineData("""[]""", "holds a JSON Array, expected an object.")]
    [InlineData("{\n\"model_type\": oops}", "is not valid JSON at line 2; correct it or get it again.")]
    [InlineData("", "is not valid JSON at line 1; correct it or get it again.")]
    [InlineData("{\"model_type\": \"llama\", \"model_type\": \"llama\"}", "is not valid JSON; correct it or get it again.")]
    public void What_cannot_be_used_is_refused_with_the_file_and_the_key(string json, string sentence)
    {
        var path = _folder.File("config.json");
        File.WriteAllText(path, json);
        Should.Throw<InvalidDataException>(() => ModelConfigJson.Read(path)).Message.ShouldStartWith($"'{path}' {sentence}");
    }

    [Theory]
    [InlineData("\"num_key_value_heads\": 5", "Heads is 8, which KeyValueHeads 5 does not divide.")]
    [InlineData("\"max_position_embeddings\": 2000000000", "ContextLength is 2000000000; it must lie between 1 and 16777216.")]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"longrope\"}", "has the rope_scaling 'longrope', which Sinter does not know; expected none, default, linear, llama3 or yarn.")]
    [InlineData("\"head_dim\": 15", "The head size 15 (HiddenSize 64 / Heads 8) is odd; rotary positions need an even one.")]
    [InlineData("\"head_dim\": -2", "HeadSize is -2; it must lie between 1 and 16384.")]
    [InlineData("\"tie_word_embeddings\": 1", "has 1 under 'tie_word_embeddings', expected true or false.")]
    [InlineData("\"rope_theta\": 1e999", "has 1e999 under 'rope_theta', expected a number.")]
    public void Absurd_values_are_refused(string pair, string sentence) =>
        Should.Throw<InvalidDataException>(() => Read(Minimal + ", " + pair)).Message.ShouldEndWith(sentence);

    [Fact]
    public void A_file_too_long_to_be_a_config_is_not_read()
    {
        var path = _folder.File("config.json");
        File.WriteAllBytes(path, new byte[(1 << 20) + 1]);
        Should.Throw<InvalidDataException>(() => ModelConfigJson.Read(path)).Message.ShouldContain("has 1048577 bytes, and at most 1048576");
    }

    private ModelConfig Read(string pairs)
    {
        var path = _folder.File("config.json");
        File.WriteAllText(path, "{" + pairs + "}");
        return ModelConfigJson.Read(path);
    }
}
