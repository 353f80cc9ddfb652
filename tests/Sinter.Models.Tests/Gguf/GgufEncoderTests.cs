using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Models.Tests.Seq2Seq;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tests;

namespace Sinter.Models.Tests.Gguf;

/// <summary>
/// Encoders and encoder-decoders against the real llama.cpp, which looks GELU up in a table of 16-bit floats; hence the tolerance. It knows one type of tokens and one greatest distance
/// of relative positions, so where the reference has others the numbers are those of Sinter's own models, which the reference confirms elsewhere.
/// </summary>
public sealed class GgufEncoderTests : IDisposable
{
    private const float Tolerance = 5e-3f;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    public void Real_llama_cpp_gives_the_hidden_states_of_the_reference(string name)
    {
        var path = _folder.File(name + ".gguf");
        GgufExport.Write(ReferenceModels.Folder(name), path, new GgufExportOptions { Type = GgmlType.F32 }).Notes.ShouldHaveSingleItem().ShouldContain("the head is left out");
        var expected = ReferenceModels.Expected(name);
        var tokens = ReferenceModels.Tokens(expected, "input_ids");
        var wanted = expected.GetProperty("final_hidden").GetProperty("values").EnumerateArray().Select(static value => value.GetSingle()).Take(tokens.Length * 32);
        Difference(LlamaCpp.HiddenStates(path, tokens), [.. wanted]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Real_llama_cpp_gives_the_hidden_states_of_BERT_with_tokens_of_the_first_type()
    {
        var path = _folder.File("bert.gguf");
        GgufExport.Write(ReferenceModels.Folder("bert"), path, new GgufExportOptions { Type = GgmlType.F32 });
        var model = (TextModel)ModelWeights.Load(ReferenceModels.Folder("bert"), new CpuBackend(1));
        var tokens = ReferenceModels.Tokens(ReferenceModels.Expected("bert"), "input_ids");
        Difference(LlamaCpp.HiddenStates(path, tokens), Hidden(model, tokens)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    public void Real_llama_cpp_gives_the_logits_of_T5(string name)
    {
        // The folder once more with the greatest distance that llama.cpp has.
        var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReferenceModels.Folder(name), "config.json"))).RootElement.GetRawText();
        _folder.File("model/config.json", config.Replace("\"relative_attention_max_distance\": 10", "\"relative_attention_max_distance\": 128", StringComparison.Ordinal));
        File.Copy(Path.Combine(ReferenceModels.Folder(name), "model.safetensors"), _folder.File("model/model.safetensors"));
        Should.Throw<InvalidDataException>(() => GgufExport.Write(ReferenceModels.Folder(name), _folder.File("no.gguf"))).Message.ShouldContain("end at a distance of 10");

        var path = _folder.File("t5.gguf");
        GgufExport.Write(_folder.File("model"), path, new GgufExportOptions { Type = GgmlType.F32 });
        var model = (EncoderDecoder)ModelWeights.Load(_folder.File("model"), new CpuBackend(1));
        var expected = ReferenceModels.Expected(name);
        var (source, target) = (ReferenceModels.Tokens(expected, "input_ids"), ReferenceModels.Tokens(expected, "decoder_input_ids"));
        var pairs = new Pairs(model, source.Length, target.Length, [new int[target.Length]], [(source, target)]);
        var logits = pairs.Compute(model.Logits(model.Hidden(pairs.Inputs)))[0];
        Difference(LlamaCpp.Logits(path, source, target), logits).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("bert", 128)]
    [InlineData("distilbert", 128)]
    [InlineData("t5", 10)]
    [InlineData("t5-v1.1", 10)]
    public void An_encoder_is_written_and_read_back_bit_for_bit(string name, int distance)
    {
        _folder.File("model/config.json", File.ReadAllText(Path.Combine(ReferenceModels.Folder(name), "config.json")).Replace($"\"relative_attention_max_distance\": {distance}", "\"relative_attention_max_distance\": 128", StringComparison.Ordinal));
        File.Copy(Path.Combine(ReferenceModels.Folder(name), "model.safetensors"), _folder.File("model/model.safetensors"));
        var folder = ModelFolder.Open(_folder.File("model"));
        var path = _folder.File("model.gguf");
        GgufExport.Write(folder.Path, path, new GgufExportOptions { Type = GgmlType.F32 });
        using var model = GgufModel.Open(path);
        var wanted = folder.Config.Kind == ModelKind.Encoder ? folder.Config with { Head = ModelHead.None } : folder.Config;
        model.Config.ShouldBe(wanted with { PaddingToken = model.Config.PaddingToken });
        using var weights = folder.OpenWeights();
        var named = ModelTensors.Named(model.Config, weights);
        foreach (var place in ModelTensors.Of(model.Config))
        {
            var (found, original) = (new float[place.Info.Elements], new float[place.Info.Elements]);
            model.Weights.ReadFloat32(place.Info.Name, found, [.. place.Info.Shape]);
            named.ReadFloat32(named.Find(place.Info.Name) is null ? $"{name}.{place.Info.Name}" : place.Info.Name, original, [.. place.Info.Shape]);
            found.ShouldBe(original, place.Info.Name);
        }
    }

    [Fact]
    public void RoBERTa_is_not_read_back_because_its_first_positions_are_not_in_the_file()
    {
        var path = _folder.File("roberta.gguf");
        GgufExport.Write(ReferenceModels.Folder("roberta"), path);
        Should.Throw<InvalidDataException>(() => GgufModel.Open(path)).Message.ShouldContain("of the family Roberta");
    }

    private static float[] Hidden(TextModel model, int[] tokens)
    {
        Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [1, tokens.Length], DataType.Int32))];
        var hidden = model.Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]));
        var program = StepProgram.Compile([hidden]);
        tokens.CopyTo(program.Values<int>(inputs[0]));
        Enumerable.Range(0, tokens.Length).ToArray().CopyTo(program.Values<int>(inputs[1]));
        program.Values<int>(inputs[2]).Clear();
        program.Run();
        return program.Values<float>(hidden).ToArray();
    }

    private static float Difference(float[][] rows, float[] wanted) =>
        rows.SelectMany(static row => row).Zip(wanted, static (found, one) => MathF.Abs(found - one)).Append(rows.Length * rows[0].Length == wanted.Length ? 0 : float.MaxValue).Max();
}
