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
        var (tokens, rows) = ExpectedStories();
        var logits = LlamaCpp.Logits(path, tokens);
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

    [Theory]
    [InlineData(GgmlType.F16, 0.01f)]
    [InlineData(GgmlType.BF16, 0.05f)]
    [InlineData(GgmlType.Q8_0, 0.15f)]
    [InlineData(GgmlType.Q4_0, 1f)]
    public void Llama_cpp_computes_quantized_exports_nearly_as_the_original(GgmlType type, float most)
    {
        // The mean difference of all logits over 16 tokens; llama.cpp's own files of the types: f16 0.0019, bf16 0.019, q8_0 0.063, q4_0 0.56.
        var (tokens, rows) = ExpectedStories();
        var logits = LlamaCpp.Logits(WriteStories(type), tokens);
        logits.Zip(rows, static (found, wanted) => found.Zip(wanted, static (one, other) => MathF.Abs(one - other)).Average()).Average().ShouldBeLessThan(most);
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

    [Theory]
    [InlineData("llama.block_count", 3_000_000_000u, "llama.block_count is 3000000000, which cannot be")]
    [InlineData("llama.block_count", 0u, "Layers is 0")]
    [InlineData("llama.block_count", 3u, "holds no tensor 'blk.2.attn_norm.weight'")]
    [InlineData("llama.attention.head_count", 0u, "describes a model that cannot be")]
    [InlineData("llama.attention.key_length", 0u, "a head has no size")]
    [InlineData("llama.attention.value_length", 9u, "keys and values of one size")]
    [InlineData("llama.feed_forward_length", 24u, "expected blk.0.ffn_gate.weight [24, 32] by its keys")]
    [InlineData("llama.rope.dimension_count", 4u, "all of a head turns")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.NaN, "is no finite number")]
    [InlineData("llama.rope.freq_base", 1e300, "is no finite number")]
    [InlineData("llama.context_length", "long", "is of another type than expected")]
    [InlineData("llama.expert_count", 4096u, "llama.expert_used_count")]
    [InlineData("sinter.family", "Gpt2", "no family of the architecture llama")]
    [InlineData("llama.rope.scaling.type", "martian", "there is no llama.rope.scaling.factor")]
    public void Keys_that_cannot_be_are_refused(string key, object value, string expected) =>
        Should.Throw<InvalidDataException>(() => GgufModel.Open(WriteTiny(metadata => metadata, replaced: new(key, value)))).Message.ShouldContain(expected);

    [Fact]
    public void Sizes_of_each_layer_are_read_where_all_are_alike()
    {
        using var model = GgufModel.Open(WriteTiny(static metadata => metadata, replaced: new("llama.attention.head_count_kv", new[] { 2, 2 })));
        model.Config.KeyValueHeads.ShouldBe(2);
        Should.Throw<InvalidDataException>(() => GgufModel.Open(WriteTiny(static metadata => metadata, replaced: new("llama.attention.head_count_kv", new[] { 2, 1 })))).Message.ShouldContain("differs from layer to layer");
    }

    [Fact]
    public void A_file_with_any_byte_of_its_head_changed_is_read_or_refused_with_a_sentence()
    {
        var path = _folder.File("changed.gguf");
        GgufExport.Write(ReferenceModels.Folder("llama"), path, new GgufExportOptions { Type = GgmlType.F32 });
        long end;
        using (var file = GgufFile.Open(path))
        {
            end = file.Tensors.Min(info => file.Locate(info.Name).Offset);
        }

        var refused = 0;
        for (long at = 0; at < end; at += 3)
        {
            Change(at);
            try
            {
                GgufModel.Open(path).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            Change(at);
        }

        refused.ShouldBeGreaterThan(300);
        GgufModel.Open(path).Dispose();

        void Change(long at)
        {
            using var stream = new FileStream(path, FileMode.Open);
            stream.Position = at;
            var value = (byte)stream.ReadByte();
            stream.Position = at;
            stream.WriteByte((byte)(value ^ 0x9D));
        }
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
    private string WriteTiny(Func<GgufMetadata, GgufMetadata> change, TensorInfo? more = null, string? leaveOut = null, KeyValuePair<string, object>? replaced = null)
    {
        var whole = _folder.File("whole.gguf");
        GgufExport.Write(ReferenceModels.Folder("llama"), whole, new GgufExportOptions { Type = GgmlType.F32 });
        using var file = GgufFile.Open(whole);
        var metadata = change(new GgufMetadata().Add("general.architecture", "llama"));
        if (replaced is { } own)
        {
            metadata.Add(own.Key, own.Value);
        }

        foreach (var key in file.Keys.Where(key => key.StartsWith("llama.", StringComparison.Ordinal) && key != replaced?.Key))
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

    private static (int[] Tokens, float[][] Rows) ExpectedStories()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var rows = expected.RootElement.GetProperty("logits").Deserialize<float[][]>()!;
        return (expected.RootElement.GetProperty("tokens").Deserialize<int[]>()![..rows.Length], rows);
    }

    private static float[] Read(IWeightSource source, TensorInfo info)
    {
        var values = new float[info.Elements];
        source.ReadFloat32(info.Name, values, [.. info.Shape]);
        return values;
    }
}
