using System.Text.Json.Nodes;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Adapters;

public sealed class AdapterFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _base;
    private readonly string _adapter;

    public AdapterFolderTests()
    {
        (_base, _adapter) = (Path.Combine(_folder.Path, "base"), Path.Combine(_folder.Path, "adapter"));
        ModelFolder.Write(_base, AdapterModels.Config, ModelWeights.ToWrite(AdapterModels.Make(null)));
        var model = Tuned(new LoraOptions { Rank = 4 });
        AdapterModels.Disturb(model);
        AdapterFolder.Write(_adapter, model, _base);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_settings_are_written_in_the_words_of_PEFT()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_adapter, "adapter_config.json")))!;

        json["peft_type"]!.GetValue<string>().ShouldBe("LORA");
        json["task_type"]!.GetValue<string>().ShouldBe("CAUSAL_LM");
        json["r"]!.GetValue<int>().ShouldBe(4);
        json["lora_alpha"]!.GetValue<double>().ShouldBe(16);
        json["bias"]!.GetValue<string>().ShouldBe("none");
        json["fan_in_fan_out"]!.GetValue<bool>().ShouldBeFalse();
        json["modules_to_save"].ShouldBeNull();
        json["target_modules"]!.AsArray().Select(static name => name!.GetValue<string>()).ShouldBe(["down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj"]);
        using var file = SafeTensorsFile.Open(Path.Combine(_adapter, "adapter_model.safetensors"));
        file.Find("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight")!.Shape.ShouldBe([4, 32]);
        file.Find("base_model.model.model.layers.1.mlp.down_proj.lora_B.weight")!.Shape.ShouldBe([32, 4]);
    }

    [Fact]
    public void The_base_model_is_found_where_it_is_named_beside_the_adapter_or_where_the_caller_says()
    {
        var expected = AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1)).Model);

        Set("base_model_name_or_path", "../base");
        AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1)).Model).ShouldBe(expected);
        Set("base_model_name_or_path", "/somewhere/else/base");
        AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1)).Model).ShouldBe(expected);
        Set("base_model_name_or_path", "someone/a-model");
        Should.Throw<FileNotFoundException>(() => TunedModel.Load(_adapter, new CpuBackend(1))).Message.ShouldContain("'someone/a-model'");
        AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1), basePath: _base).Model).ShouldBe(expected);
        Set("base_model_name_or_path", null);
        Should.Throw<FileNotFoundException>(() => TunedModel.Load(_adapter, new CpuBackend(1))).Message.ShouldContain("does not say what its base model is");
        Should.Throw<FileNotFoundException>(() => TunedModel.Load(_base, new CpuBackend(1), basePath: _base)).Message.ShouldContain("holds no adapter");
    }

    [Fact]
    public void A_base_model_with_other_weights_is_refused_and_one_in_16_bits_is_not()
    {
        var (other, half) = (Path.Combine(_folder.Path, "other"), Path.Combine(_folder.Path, "half"));
        ModelFolder.Write(other, AdapterModels.Config, ModelWeights.ToWrite(AdapterModels.Make(null, seed: 6)));
        ModelFolder.Write(half, AdapterModels.Config, ModelWeights.ToWrite(AdapterModels.Make(null)), type: TensorType.BFloat16);

        Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1), basePath: other)).Message.ShouldContain("made for a model with other weights");
        TunedModel.Load(_adapter, new CpuBackend(1), basePath: other, anyBase: true).Model.ShouldNotBeNull();
        TunedModel.Load(_adapter, new CpuBackend(1), basePath: half).Model.ShouldNotBeNull();
    }

    [Fact]
    public void A_base_model_of_other_sizes_is_refused_in_one_sentence()
    {
        var wide = Path.Combine(_folder.Path, "wide");
        var config = AdapterModels.Config with { HiddenSize = 64, Heads = 8 };
        ModelFolder.Write(wide, config, ModelWeights.ToWrite(AdapterModels.Make(null, config)));

        Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1), basePath: wide)).Message.ShouldContain("2 layers and hidden size 32");
        File.Delete(Path.Combine(_adapter, "config.json"));
        Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1), basePath: wide, anyBase: true)).Message.ShouldContain("has of another shape");
    }

    [Theory]
    [InlineData("r", "0", "rank of LoRA is 0")]
    [InlineData("r", "1000000000", "rank of LoRA is 1000000000")]
    [InlineData("r", "\"four\"", "an integer")]
    [InlineData("r", "6", "has of another shape")]
    [InlineData("lora_alpha", "1e400", "a number")]
    [InlineData("target_modules", "[]", "names no 'target_modules'")]
    [InlineData("target_modules", "[\"q_prj\"]", "did you mean 'q_proj'?")]
    [InlineData("target_modules", "[\"q_proj\"]", "has and the model does not know")]
    [InlineData("target_modules", "\"(q_proj\"", "names no layer of the model|none that Sinter matches")]
    [InlineData("target_modules", "\".*nothing\"", "no linear layer that the pattern")]
    [InlineData("target_modules", "3", "an array of texts")]
    [InlineData("bias", "\"all\"", "bias 'all'")]
    [InlineData("lora_bias", "true", "asks for 'lora_bias'")]
    [InlineData("layer_replication", "[[0, 2]]", "asks for 'layer_replication'")]
    [InlineData("use_dora", "true", "lacks")]
    [InlineData("modules_to_save", "[\"embed_token\"]", "did you mean 'embed_tokens'?")]
    [InlineData("modules_to_save", "[\"embed_tokens\"]", "lacks the tensor base_model.model.model.embed_tokens.weight")]
    [InlineData("peft_type", "\"IA3\"", "peft_type 'IA3'")]
    [InlineData("rank_pattern", "{\"q_proj\": 0}", "rank 0 under 'rank_pattern'")]
    [InlineData("layers_to_transform", "[7]", "None of the layers 7 is there")]
    public void Settings_that_cannot_be_are_refused_in_one_sentence(string key, string value, string expected)
    {
        Set(key, JsonNode.Parse(value));

        var message = Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1), basePath: _base)).Message;

        expected.Split('|').ShouldContain(part => message.Contains(part, StringComparison.Ordinal), message);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void Patterns_and_settings_of_other_tools_are_read()
    {
        var expected = AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1)).Model);

        Set("target_modules", @"model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.\w+)");
        Set("rank_pattern", JsonNode.Parse("{\"model.layers.0.self_attn.q_proj\": 4}"));
        Set("lora_dropout", 0.1);
        Set("some_new_key", 3);

        var folder = AdapterFolder.Open(_adapter);
        folder.Config.Notes.ShouldHaveSingleItem().ShouldContain("some_new_key");
        AdapterModels.Logits(TunedModel.Load(_adapter, new CpuBackend(1)).Model).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(200)]
    [InlineData(3000)]
    public void A_truncated_file_is_told(int length)
    {
        var file = Path.Combine(_adapter, "adapter_model.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

        Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1), basePath: _base, anyBase: true)).Message.ShouldContain("adapter_model.safetensors");
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        Should.Throw<FileNotFoundException>(() => AdapterFolder.Open(_base)).Message.ShouldContain("There is no adapter");
        File.Delete(Path.Combine(_adapter, "adapter_model.safetensors"));
        Should.Throw<FileNotFoundException>(() => TunedModel.Load(_adapter, new CpuBackend(1))).Message.ShouldContain("holds no adapter_model.safetensors");
        File.WriteAllText(Path.Combine(_adapter, "adapter_config.json"), "{ \"peft_type\": ");
        Should.Throw<InvalidDataException>(() => TunedModel.Load(_adapter, new CpuBackend(1))).Message.ShouldContain("not valid JSON");
    }

    [Fact]
    public void A_new_head_on_a_language_model_is_saved_with_the_adapter()
    {
        var config = AdapterModels.Config.WithHead(ModelHead.SequenceClassification, ["no", "yes", "perhaps"]);
        IAdapter adapter = new LoraAdapter(new LoraOptions { Rank = 4, SavedParts = ["head"] });
        var model = TrunkWeights.Load(_base, config, new CpuBackend(1), seed: 1, tuning: adapter.Tuning(config)).Model;
        AdapterModels.Disturb(model);
        var folder = Path.Combine(_folder.Path, "classifier");
        var expected = AdapterOracle.Logits((TextModel)model, AdapterModels.Rows, [16, 16, 16, 16]);

        AdapterFolder.Write(folder, model, _base);

        var loaded = TunedModel.Load(folder, new CpuBackend(1));
        loaded.Model.Config.Labels.ShouldBe(["no", "yes", "perhaps"]);
        AdapterModels.Difference(AdapterOracle.Logits((TextModel)loaded.Model, AdapterModels.Rows, [16, 16, 16, 16]), expected).ShouldBeLessThan(1e-5);
        using (var file = SafeTensorsFile.Open(Path.Combine(folder, "adapter_model.safetensors")))
        {
            file.Find("base_model.model.score.weight").ShouldNotBeNull();
        }

        // PEFT keeps no config.json beside an adapter: the task and the head's rows say what it is for.
        File.Delete(Path.Combine(folder, "config.json"));
        TunedModel.Load(folder, new CpuBackend(1)).Model.Config.Labels.ShouldBe(["LABEL_0", "LABEL_1", "LABEL_2"]);
    }

    [Fact]
    public void A_stack_is_written_and_read()
    {
        var second = Path.Combine(_folder.Path, "second");
        var other = Tuned(new LoraOptions { Rank = 2, Targets = ["qv"], RankStabilized = true });
        AdapterModels.Disturb(other, 9);
        AdapterFolder.Write(second, other, _base);
        var stack = LoraWeights.Stack([(LoraWeights.Read(AdapterFolder.Open(_adapter), AdapterModels.Config), 0.5), (LoraWeights.Read(AdapterFolder.Open(second), AdapterModels.Config), 2)]);
        var expected = AdapterModels.Make(null);
        stack.MergeInto(expected);

        stack.Write(Path.Combine(_folder.Path, "stack"), _base);

        AdapterModels.Difference(AdapterModels.Logits(TunedModel.Load(Path.Combine(_folder.Path, "stack"), new CpuBackend(1)).Model), AdapterModels.Logits(expected)).ShouldBeLessThan(1e-5);
    }

    private Model Tuned(LoraOptions options) => ModelWeights.Load(_base, new CpuBackend(1), trainable: true, ((IAdapter)new LoraAdapter(options)).Tuning(AdapterModels.Config));

    private void Set(string key, JsonNode? value)
    {
        var path = Path.Combine(_adapter, "adapter_config.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json[key] = value;
        File.WriteAllText(path, json.ToJsonString());
    }
}
