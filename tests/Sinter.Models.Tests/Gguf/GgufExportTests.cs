using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Tensors.Operations;
using Sinter.Tests;

namespace Sinter.Models.Tests.Gguf;

public sealed class GgufExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families => ["llama", "llama3", "llama-linear", "llama-yarn", "mistral", "mixtral", "qwen2", "qwen3", "gemma", "gemma2", "phi3", "gpt-neox", "gpt-neox-serial", "gpt2"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_model_is_written_and_read_back_bit_for_bit(string name)
    {
        var path = _folder.File(name + ".gguf");
        var report = GgufExport.Write(ReferenceModels.Folder(name), path, new GgufExportOptions { Type = GgmlType.F32 });
        report.Bytes.ShouldBeGreaterThan(0);
        using var model = GgufModel.Open(path);
        var folder = ModelFolder.Open(ReferenceModels.Folder(name));
        model.Config.ShouldBe(folder.Config with { PaddingToken = model.Config.PaddingToken, RouterLossWeight = model.Config.RouterLossWeight });
        model.Generation.BeginningOfText.ShouldBe(folder.Generation.BeginningOfText);
        using var weights = folder.OpenWeights();

        // 1 + w rounds where w is small, and so do queries that make up for another scale of the scores; nothing else does.
        var tolerance = folder.Config.NormOffset == 0 ? 0 : 1e-7f;
        foreach (var place in ModelTensors.Of(model.Config))
        {
            Read(model.Weights, place.Info).Zip(Read(weights, place.Info), static (found, wanted) => MathF.Abs(found - wanted)).Max().ShouldBeLessThanOrEqualTo(tolerance, place.Info.Name);
        }

        ModelFolder.Write(_folder.File("again"), model.Config, model.Weights, model.Generation);
        ModelFolder.Open(_folder.File("again")).Config.ShouldBe(model.Config);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Real_llama_cpp_gives_the_logits_of_the_reference(string name)
    {
        var path = _folder.File(name + ".gguf");
        var report = GgufExport.Write(ReferenceModels.Folder(name), path, new GgufExportOptions { Type = GgmlType.F32 });
        var expected = ReferenceModels.Expected(name);
        var tokens = ReferenceModels.Tokens(expected, "input_ids");
        var config = ModelFolder.Open(ReferenceModels.Folder(name)).Config;

        // What it does not know of windows shows only behind the first of them.
        var compared = report.Notes.Any(static note => note.Contains("window", StringComparison.Ordinal)) ? config.Window : tokens.Length;
        var values = expected.GetProperty("logits").GetProperty("values");
        var logits = LlamaCpp.Logits(path, tokens);

        // llama.cpp looks GELU up in a table of 16-bit floats.
        var tolerance = config.Activation is UnaryFunction.Gelu or UnaryFunction.GeluTanh ? 5e-3f : 1e-3f;
        for (var position = 0; position < compared; position++)
        {
            for (var token = 0; token < config.VocabularySize; token++)
            {
                var wanted = (float)values[(position * config.VocabularySize) + token].GetDouble();
                logits[position][token].ShouldBe(wanted, tolerance, $"position {position}, token {token}");
            }
        }
    }

    [Fact]
    public void An_exported_stories260K_gives_the_expected_logits_in_llama_cpp()
    {
        var path = WriteStories(GgmlType.F32);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var tokens = expected.RootElement.GetProperty("tokens").EnumerateArray().Select(static id => id.GetInt32()).ToArray();
        var rows = expected.RootElement.GetProperty("logits").EnumerateArray().Select(static row => row.EnumerateArray().Select(static logit => (float)logit.GetDouble()).ToArray()).ToArray();
        var logits = LlamaCpp.Logits(path, tokens[..rows.Length]);
        logits.Zip(rows, static (found, wanted) => found.Zip(wanted, static (one, other) => MathF.Abs(one - other)).Max()).Max().ShouldBeLessThan(1e-3f);
    }

    [Theory]
    [InlineData(GgmlType.F16, 0.01)]
    [InlineData(GgmlType.BF16, 0.02)]
    [InlineData(GgmlType.Q8_0, 0.03)]
    [InlineData(GgmlType.Q4_0, 0.5)]
    public void Quantized_exports_keep_the_perplexity_as_well_as_llama_cpps_own(GgmlType type, double tolerance)
    {
        // llama.cpp's own of the same model: f16 5.7310, bf16 5.7260, q8_0 5.7431, q4_0 6.0322.
        using var model = GgufModel.Open(WriteStories(type));
        StoriesModel.Perplexity(name => Read(model.Weights, model.Weights.Find(name)!)).ShouldBe(5.73026, tolerance);
    }

    [Fact]
    public void A_real_file_of_llama_cpp_is_read_as_the_original()
    {
        using var model = GgufModel.Open(Assets.Path("models/stories260K/stories260K-f32.gguf"));
        using var original = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        model.Config.ShouldBe(original.Config);
        model.Generation.BeginningOfText.ShouldBe(1);
        model.Generation.EndOfText.ShouldBe([2]);
        foreach (var info in original.Tensors)
        {
            Read(model.Weights, info).ShouldBe(Read(original, info), info.Name);
        }
    }

    [Fact]
    public void A_file_of_another_architecture_or_with_other_tensors_is_refused()
    {
        Refused(static metadata => metadata, "does not say of which architecture");
        Refused(static metadata => metadata.Add("general.architecture", "mamba"), "holds a model of the architecture mamba; Sinter reads llama, gpt2");
        Refused(static metadata => metadata.Add("general.architecture", "llama"), "there is no matrix token_embd.weight");
        var whole = WriteTiny(static metadata => metadata);
        GgufModel.Open(whole).Dispose();
        Refused(static metadata => metadata, "holds 1 tensors that a Llama model does not have, such as 'blk.0.attn_q.bias'", new("blk.0.attn_q.bias", [32]));
        Should.Throw<InvalidDataException>(() => GgufModel.Open(WriteTiny(static metadata => metadata, leaveOut: "output_norm.weight"))).Message.ShouldContain("holds no tensor 'output_norm.weight'");
    }

    [Fact]
    public void A_family_that_llama_cpp_does_not_have_is_refused()
    {
        var config = new ModelConfig { Family = ModelFamily.Gpt1, VocabularySize = 8, HiddenSize = 8, Layers = 1, Heads = 1, KeyValueHeads = 1, IntermediateSize = 8, ContextLength = 8, Positions = PositionKind.Learned };
        using var weights = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        Should.Throw<InvalidDataException>(() => GgufExport.Write(config, weights, new GenerationConfig(), _folder.File("no.gguf"), new GgufExportOptions()))
            .Message.ShouldStartWith("A model of the family Gpt1 cannot be written as GGUF");
    }

    private void Refused(Func<GgufMetadata, GgufMetadata> metadata, string expected, TensorInfo? more = null)
    {
        var path = more is null ? _folder.File("refused.gguf") : WriteTiny(metadata, more);
        if (more is null)
        {
            GgufWriter.Write(path, metadata(new GgufMetadata()), []);
        }

        Should.Throw<InvalidDataException>(() => GgufModel.Open(path)).Message.ShouldContain(expected);
    }

    /// <summary>The reference llama, written once more with a tensor too many or too few.</summary>
    private string WriteTiny(Func<GgufMetadata, GgufMetadata> change, TensorInfo? more = null, string? leaveOut = null)
    {
        var whole = _folder.File("whole.gguf");
        GgufExport.Write(ReferenceModels.Folder("llama"), whole, new GgufExportOptions { Type = GgmlType.F32 });
        using var file = GgufFile.Open(whole);
        var metadata = change(new GgufMetadata().Add("general.architecture", "llama"));
        foreach (var key in file.Keys.Where(static key => key.StartsWith("llama.", StringComparison.Ordinal)))
        {
            metadata.Add(key, file.Number(key) is { } number && number % 1 != 0 ? (object)(float)number : (uint)file.Number(key)!);
        }

        var infos = file.Tensors.Where(info => info.Name != leaveOut).Concat(more is null ? [] : [more]);
        var path = _folder.File("changed.gguf");
        GgufWriter.Write(path, metadata, [.. infos.Select(static info => new GgufTensorToWrite(info, GgmlType.F32, static (_, values) => values.Clear()))]);
        return path;
    }

    private string WriteStories(GgmlType type)
    {
        using var original = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        ModelFolder.Write(_folder.File("stories"), original.Config, original, new GenerationConfig { BeginningOfText = 1, EndOfText = [2] });
        var path = _folder.File("stories.gguf");
        GgufExport.Write(_folder.File("stories"), path, new GgufExportOptions { Type = type });
        return path;
    }

    private static float[] Read(IWeightSource source, TensorInfo info)
    {
        var values = new float[info.Elements];
        source.ReadFloat32(info.Name, values, [.. info.Shape]);
        return values;
    }
}
