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
            .ShouldStartWith($"'{path}' has 2 tensors of another shape (model.embed_tokens.weight [5, 8], expected [6, 8]; lm_head.weight [5, 8], expected [6, 8]); do the weights and the config");
        ModelConfigJson.Write(_folder.File(ModelConfigJson.FileName), Tiny with { Layers = 2 }, new());
        Should.Throw<InvalidDataException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message
            .ShouldStartWith($"'{path}' lacks 9 tensors (model.layers.1.input_layernorm.weight [8]; ");
    }

    [Fact]
    public void A_single_tensor_that_is_missing_is_said_with_its_shape()
    {
        ModelFolder.Write(_folder.Path, Tiny with { TieEmbeddings = true }, Weights(Tiny with { TieEmbeddings = true }));
        ModelConfigJson.Write(_folder.File(ModelConfigJson.FileName), Tiny, new());
        Should.Throw<InvalidDataException>(() => ModelFolder.Open(_folder.Path).OpenWeights()).Message
            .ShouldBe($"'{_folder.File(ModelFolder.WeightsFileName)}' lacks 1 tensor (lm_head.weight [5, 8]); do the weights and the config belong to the same model?");
    }

    [Fact]
    public void Tensors_that_are_not_those_of_the_config_are_not_written()
    {
        Should.Throw<ArgumentException>(() => ModelFolder.Write(_folder.File("m"), Tiny, Weights(Tiny with { TieEmbeddings = true }))).Message
            .ShouldStartWith("The tensors are not those of the config: 'lm_head.weight [5, 8]' is missing or too many.");
        Directory.Exists(_folder.File("m")).ShouldBeFalse();
    }

    [Fact]
    public void Weights_divided_over_files_are_those_of_one_file()
    {
        ModelFolder.Write(_folder.File("one"), Tiny, Weights(Tiny), type: TensorType.BFloat16);
        using (var whole = ModelFolder.Open(_folder.File("one")).OpenWeights())
        {
            ModelFolder.Write(_folder.File("many"), Tiny, whole, type: TensorType.BFloat16, maximumShardBytes: 300);
            Directory.GetFiles(_folder.File("many"), "model-*.safetensors").Length.ShouldBeGreaterThan(2);
        }

        using (var parts = ModelFolder.Open(_folder.File("many")).OpenWeights())
        {
            ModelFolder.Write(_folder.File("again"), Tiny, parts, type: TensorType.BFloat16);
        }

        File.ReadAllBytes(Path.Combine(_folder.File("again"), ModelFolder.WeightsFileName)).ShouldBe(File.ReadAllBytes(Path.Combine(_folder.File("one"), ModelFolder.WeightsFileName)));
    }

    // Each weight holds its number of elements.
    private static IEnumerable<TensorToWrite> Weights(ModelConfig config) =>
        ModelTensors.Of(config).Select(static place => place.Info).Select(info => new TensorToWrite(info, destination => destination.Fill(info.Elements)));
}
