using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Onnx;
using Sinter.Tensors.Cpu;
using Sinter.Tests;

namespace Sinter.Models.Tests.Onnx;

/// <summary>All reference models as ONNX, run in the real ONNX Runtime, once for all tests.</summary>
public sealed class OnnxModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Dictionary<string, (OnnxAnswer? Answer, string? Error)>> _answers;

    public OnnxModels() => _answers = new(() =>
    {
        var questions = OnnxRuntimeTests.Names.ToArray();
        var answers = OnnxRuntime.Ask(questions.Select(Question));
        return questions.Zip(answers).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
    });

    public void Dispose() => _folder.Dispose();

    /// <summary>What a model gives for the inputs of its expected.json.</summary>
    internal OnnxAnswer Answer(string name)
    {
        OnnxRuntime.Require();
        var (answer, error) = _answers.Value[name];
        return answer ?? throw new InvalidOperationException($"ONNX Runtime refuses the model: {error}");
    }

    private OnnxQuestion Question(string name)
    {
        var reference = new Heads.ReferenceModel(name);
        var path = _folder.File(name + ".onnx");
        OnnxExport.Write(reference.Folder, path);
        var rows = reference.Tokens;
        var hasSegments = ModelFolder.Open(reference.Folder).Config.TokenTypes > 0;
        return new OnnxQuestion(
            path,
            rows,
            reference.Has("attention_mask") ? reference.Rows("attention_mask") : [.. rows.Select(static row => row.Select(static _ => 1).ToArray())],
            !hasSegments ? null : reference.Has("token_type_ids") ? reference.Rows("token_type_ids") : [.. rows.Select(static row => new int[row.Length])]);
    }
}

/// <summary>What the real ONNX Runtime computes with exported models, beside the independent implementation in PyTorch (tests/oracle/models).</summary>
public sealed class OnnxRuntimeTests(OnnxModels models) : IClassFixture<OnnxModels>
{
    // Single precision against double, over numbers of the size of 1.
    private const float Tolerance = 5e-5f;

    /// <summary>Every reference model that is a decoder or an encoder and no mixture of experts.</summary>
    internal static IEnumerable<string> Names =>
        from folder in Directory.GetDirectories(OracleFolder.Path).Order(StringComparer.Ordinal)
        where File.Exists(Path.Combine(folder, "expected.json"))
        let config = ModelFolder.Open(folder).Config
        where config.Kind is ModelKind.Decoder or ModelKind.Encoder && config.Experts == 0
        select Path.GetFileName(folder);

    public static TheoryData<string> Models => [.. Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Real_ONNX_Runtime_gives_the_logits_of_the_reference(string name)
    {
        var answer = models.Answer(name);
        var reference = new Heads.ReferenceModel(name);

        answer.Name.ShouldBe("logits");
        if (reference.Has("start_logits"))
        {
            answer.Shape.ShouldBe([.. Shape(reference), 2]);
            Compare(reference, answer.Values.Where(static (_, i) => i % 2 == 0).ToArray(), reference.Values("start_logits"), width: 1);
            Compare(reference, answer.Values.Where(static (_, i) => i % 2 == 1).ToArray(), reference.Values("end_logits"), width: 1);
            return;
        }

        var expected = reference.Values("logits");
        var width = answer.Shape[^1];
        answer.Shape.ShouldBe(answer.Shape.Length == 3 ? [.. Shape(reference), width] : [reference.Tokens.Length, width]);
        Compare(reference, answer.Values, expected, width);
    }

    [Fact]
    public void Stories260K_imported_and_exported_gives_the_expected_logits()
    {
        OnnxRuntime.Require();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var tokens = expected.RootElement.GetProperty("tokens").Deserialize<int[]>()!;
        using var folder = new TemporaryFolder();
        using (var llama = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin")))
        {
            ModelFolder.Write(folder.File("stories"), llama.Config, llama, new GenerationConfig());
        }

        OnnxExport.Write(folder.File("stories"), folder.File("stories.onnx"));
        var (answer, error) = OnnxRuntime.Ask([new(folder.File("stories.onnx"), [tokens], [[.. tokens.Select(static _ => 1)]], null)]).Single();

        error.ShouldBeNull();
        answer!.Shape.ShouldBe([1, tokens.Length, 512]);
        var logits = answer.Values.Chunk(512).ToArray();
        var rows = expected.RootElement.GetProperty("logits").Deserialize<float[][]>()!;
        logits.Zip(rows, static (found, wanted) => found.Zip(wanted, static (one, other) => MathF.Abs(one - other)).Max()).Max().ShouldBeLessThan(1e-3f);
        var losses = Enumerable.Range(0, tokens.Length - 1).Select(position => Math.Log(logits[position].Sum(static logit => Math.Exp(logit))) - logits[position][tokens[position + 1]]);
        losses.Average().ShouldBe(expected.RootElement.GetProperty("mean_nll").GetDouble(), 1e-4);
    }

    [Fact]
    public void A_model_without_a_head_gives_its_last_hidden_states()
    {
        OnnxRuntime.Require();
        using var folder = new TemporaryFolder();
        var reference = new Heads.ReferenceModel("modernbert");
        var config = ModelFolder.Open(reference.Folder).Config.WithHead(ModelHead.None);
        var trunk = TrunkWeights.Load(reference.Folder, config, new CpuBackend(1), seed: 1).Model;
        ModelFolder.Write(folder.File("bare"), config, ModelWeights.ToWrite(trunk), new GenerationConfig());

        OnnxExport.Write(folder.File("bare"), folder.File("bare.onnx"));
        var (answer, error) = OnnxRuntime.Ask([new(folder.File("bare.onnx"), reference.Tokens, reference.Rows("attention_mask"), null)]).Single();

        error.ShouldBeNull();
        answer!.Name.ShouldBe("last_hidden_state");
        Compare(reference, answer.Values, reference.Values("final_hidden"), config.HiddenSize);
    }

    private static int[] Shape(Heads.ReferenceModel reference) => [reference.Tokens.Length, reference.Tokens[0].Length];

    /// <summary>Rows of values for each token, of which those of padding may be anything, or for each text.</summary>
    private static void Compare(Heads.ReferenceModel reference, float[] values, float[] expected, int width)
    {
        values.Length.ShouldBe(expected.Length);
        var (time, lengths) = (reference.Tokens[0].Length, reference.Lengths);
        var ofTokens = values.Length == reference.Tokens.Length * time * width;
        for (var i = 0; i < values.Length; i++)
        {
            var place = i / width;
            if (!ofTokens || place % time < lengths[place / time])
            {
                values[i].ShouldBe(expected[i], Tolerance * (1 + Math.Abs(expected[i])), $"value {i % width} of place {place}");
            }
        }
    }
}
