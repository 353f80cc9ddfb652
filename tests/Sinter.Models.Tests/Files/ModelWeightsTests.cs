using Sinter.Models.Files;
using Sinter.Models.Tests.Transformers;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tests;

namespace Sinter.Models.Tests.Files;

public sealed class ModelWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_written_is_read_bit_for_bit(bool tied)
    {
        var model = new TinyLlama(tied: tied).Model;
        ModelFolder.Write(_folder.Path, model.Config, ModelWeights.ToWrite(model));

        var read = ModelWeights.Load(_folder.Path, new CpuBackend(1));

        read.Config.ShouldBe(model.Config);
        foreach (var parameter in model.Parameters.All)
        {
            read.Parameters[parameter.Name].Value.ToArray<float>().ShouldBe(parameter.Value.ToArray<float>(), parameter.Name);
        }
    }

    [Fact]
    public void The_weights_have_the_names_and_shapes_of_Hugging_Face()
    {
        var model = new TinyLlama(tied: false).Model;

        ModelWeights.ToWrite(model).Select(weight => weight.Info.ToString()).ShouldBe(ModelTensors.Of(model.Config).Select(static place => place.Info).Select(info => info.ToString()));
    }

    [Fact]
    public void A_model_is_read_without_a_second_copy_of_its_weights()
    {
        // A GPT-2 lies transposed in its file; 12.8 MB in all, of which the largest matrix that is turned has 1 MB.
        var config = ModelFolder.Open(DecoderOracle.FolderOf("gpt2")).Config with { HiddenSize = 256, Layers = 4, IntermediateSize = 1024 };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        ModelFolder.Write(_folder.Path, config, ModelWeights.ToWrite(model));
        using var weights = ModelFolder.Open(_folder.Path).OpenWeights();

        var before = GC.GetAllocatedBytesForCurrentThread();
        ModelWeights.Read(model, weights);

        (model.Parameters.Count * sizeof(float)).ShouldBeGreaterThan(12 << 20);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(3 << 20);
    }

    [Fact]
    public void A_folder_whose_config_tells_of_another_model_is_refused_with_a_sentence()
    {
        var model = new TinyLlama().Model;
        ModelFolder.Write(_folder.Path, model.Config, ModelWeights.ToWrite(model));
        var config = _folder.File("config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4", StringComparison.Ordinal));

        var sentence = Should.Throw<InvalidDataException>(() => ModelWeights.Load(_folder.Path, new CpuBackend(1))).Message;

        sentence.ShouldContain("self_attn.k_proj.weight");
        sentence.ShouldNotContain("\n");
    }
}
