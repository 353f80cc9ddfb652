using Sinter.Models.Files;

namespace Sinter.Models.Tests.Files;

public sealed class ModelFolderTests : IDisposable
{
    private static readonly ModelConfig Tiny = new()
    {
        VocabularySize = 5,
        HiddenSize = 8,
        Layers = 1,
        Heads = 2,
        KeyValueHeads = 1,
        IntermediateSize = 12,
        ContextLength = 16,
        TieEmbeddings = false,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_written_model_is_opened_again()
    {
        ModelFolder.Write(_folder.Path, Tiny, Weights(Tiny), type: TensorType.BFloat16);

        var model = ModelFolder.Open(_folder.Path);
        model.Config.ShouldBe(Tiny);
        using var weights = model.OpenWeights();
        var norm = new float[8];
        weights.ReadFloat32(LlamaTensors.FinalNorm, norm, [8]);
        norm.ShouldAllBe(value => value == 8);
        ((SafeTensorsFile)weights).Metadata["format"].ShouldBe("pt");
    }

    [Fact]
    public void The_ids_of_config_json_serve_where_there_is_no_generation_config()
    {
        ModelFolder.Write(_folder.Path, Tiny, Weights(Tiny), new GenerationConfig { EndOfText = [4] });
        File.Delete(_folder.File(ModelConfigJson.GenerationFileName));
        ModelFolder.Open(_folder.Path).Generation.EndOfText.ShouldBe([4]);
    }

    [Fact]
    public void A_folder_that_is_missing_or_incomplete_is_said_so()
    {
        Should.Throw<DirectoryNotFoundException>(() => ModelFolder.Open(_folder.File("nowhere"))).Message.ShouldStartWith("There is no model folder '");
        Should.Throw<FileNotFoundException>(() => ModelFolder.Open(_folder.Path)).Message
            .ShouldBe($"The model folder '{_folder.Path}' holds no config.json; it is incomplete or no model.");
        ModelFolder.Write(_folder.Path, Tiny, Weights(Tiny));
        File.Delete(_folder.File(ModelFolder.WeightsFileName));
        Should.Throw<FileNotFoundException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message.ShouldContain("holds no model.safetensors");
    }

    [Fact]
    public void Weights_of_another_model_are_refused_with_the_tensor()
    {
        ModelFolder.Write(_folder.Path, Tiny, Weights(Tiny));
        var path = _folder.File(ModelFolder.WeightsFileName);
        ModelConfigJson.Write(_folder.File(ModelConfigJson.FileName), Tiny with { VocabularySize = 6 }, new());
        Should.Throw<InvalidDataException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message
            .ShouldBe($"'{path}' holds the tensor model.embed_tokens.weight [5, 8], expected model.embed_tokens.weight [6, 8] by the config.json beside it, and 1 more of another shape.");
        ModelConfigJson.Write(_folder.File(ModelConfigJson.FileName), Tiny with { Layers = 2 }, new());
        Should.Throw<InvalidDataException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message
            .ShouldBe($"'{path}' lacks 9 tensors that the config.json beside it asks for: model.layers.1.input_layernorm.weight [8], model.layers.1.self_attn.q_proj.weight [8, 8], "
                + "model.layers.1.self_attn.k_proj.weight [4, 8], model.layers.1.self_attn.v_proj.weight [4, 8], model.layers.1.self_attn.o_proj.weight [8, 8] and 4 more.");
    }

    [Fact]
    public void A_single_tensor_that_is_missing_is_said_with_its_shape()
    {
        ModelFolder.Write(_folder.Path, Tiny with { TieEmbeddings = true }, Weights(Tiny with { TieEmbeddings = true }));
        ModelConfigJson.Write(_folder.File(ModelConfigJson.FileName), Tiny, new());
        Should.Throw<InvalidDataException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message
            .ShouldBe($"'{_folder.File(ModelFolder.WeightsFileName)}' holds no tensor 'lm_head.weight', expected lm_head.weight [5, 8] by the config.json beside it.");
    }

    [Fact]
    public void Tensors_that_are_not_those_of_the_config_are_not_written()
    {
        Should.Throw<ArgumentException>(() => ModelFolder.Write(_folder.File("m"), Tiny, Weights(Tiny with { TieEmbeddings = true }))).Message
            .ShouldStartWith("The tensors are not those of the config: 'lm_head.weight [5, 8]' is missing or too many.");
        Directory.Exists(_folder.File("m")).ShouldBeFalse();
    }

    // Each weight holds its number of elements.
    private static IEnumerable<TensorToWrite> Weights(ModelConfig config) =>
        ModelTensors.Of(config).Select(static place => place.Info).Select(info => new TensorToWrite(info, destination => destination.Fill(info.Elements)));
}
