using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tests;

namespace Sinter.Models.Tests.Transformers;

public sealed class PredictionHeadsTests
{
    private static readonly string Reference = Path.Combine(OracleFolder.Path, "multi-token");

    [Fact]
    public void Trunk_heads_logits_and_losses_are_those_of_the_reference_in_PyTorch()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Reference, "expected.json")));
        var model = (Transformer)ModelWeights.Load(Reference, new CpuBackend(1));
        int[] ids = [.. expected.RootElement.GetProperty("input_ids")[0].EnumerateArray().Select(static id => id.GetInt32())];
        Shape shape = [1, ids.Length];
        var (tokens, positions, starts) = (Tensor.Input(model.Backend, shape, DataType.Int32), Tensor.Input(model.Backend, shape, DataType.Int32), Tensor.Input(model.Backend, shape, DataType.Int32));
        var inputs = new TextInputs(tokens, positions, starts);
        var trunk = model.Trunk(inputs);
        Tensor[] heads = [.. Enumerable.Range(0, 4).Select(head => model.Logits(model.Ahead(trunk, inputs, head)))];
        var plain = model.Logits(model.Hidden(inputs));
        var program = StepProgram.Compile([trunk, plain, .. heads]);
        ids.CopyTo(program.Values<int>(tokens));
        Enumerable.Range(0, ids.Length).ToArray().CopyTo(program.Values<int>(positions));
        program.Values<int>(starts).Clear();
        program.Run();

        Apart(program.Values<float>(trunk), expected.RootElement.GetProperty("hidden_states")[2]).ShouldBeLessThan(2e-5);
        Apart(program.Values<float>(plain), expected.RootElement.GetProperty("logits")).ShouldBeLessThan(2e-5, "the next token is the first head's");
        for (var head = 0; head < heads.Length; head++)
        {
            var logits = program.Values<float>(heads[head]).ToArray();
            Apart(logits, expected.RootElement.GetProperty("head_logits")[head]).ShouldBeLessThan(2e-5);
            var losses = ids.Skip(1 + head).Select((target, t) => LossOf(logits.AsSpan(t * model.Config.VocabularySize, model.Config.VocabularySize), target));
            losses.Average().ShouldBe(expected.RootElement.GetProperty("losses")[head].GetDouble(), tolerance: 1e-4);
        }
    }

    [Fact]
    public void Written_and_read_again_the_model_has_its_heads_and_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var model = ModelWeights.Load(Reference, new CpuBackend(1));
        var (one, two) = (folder.File("one"), folder.File("two"));

        ModelFolder.Write(one, model.Config, ModelWeights.ToWrite(model));
        ModelFolder.Write(two, model.Config, ModelWeights.ToWrite(ModelWeights.Load(one, new CpuBackend(1))));

        ModelFolder.Open(one).Config.PredictedTokens.ShouldBe(4);
        File.ReadAllText(Path.Combine(one, "config.json")).ShouldContain("\"LlamaForMultiTokenPrediction\"");
        File.ReadAllBytes(Path.Combine(two, "model.safetensors")).ShouldBe(File.ReadAllBytes(Path.Combine(one, "model.safetensors")));
        using var weights = ModelFolder.Open(one).OpenWeights();
        weights.Find("model.mtp.3.mlp.down_proj.weight").ShouldNotBeNull();
    }

    [Fact]
    public void Each_head_is_one_block_and_one_head_is_none()
    {
        var config = new ModelConfig { VocabularySize = 50, HiddenSize = 24, Layers = 2, Heads = 4, KeyValueHeads = 2, IntermediateSize = 40, ContextLength = 16 };
        var block = (config with { Layers = 3 }).Parameters - config.Parameters;

        (config with { PredictedTokens = 4 }).Parameters.ShouldBe(config.Parameters + (4 * block));
        ((config with { PredictedTokens = 4 }).Blocks, (config with { PredictedTokens = 4 }).NextTokenBlocks).ShouldBe((6, 3));
        (config.Blocks, config.NextTokenBlocks).ShouldBe((2, 2));
        ModelLayout.Of(config).ShouldAllBe(static spec => !spec.Name.StartsWith("mtp"));
    }

    [Fact]
    public void An_encoder_does_not_predict_several_tokens()
    {
        var config = new ModelConfig
        {
            Family = ModelFamily.Bert,
            Head = ModelHead.MaskedLanguageModel,
            VocabularySize = 50,
            HiddenSize = 24,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 4,
            IntermediateSize = 40,
            ContextLength = 16,
            PredictedTokens = 2,
        };

        config.FindFault().ShouldBe("PredictedTokens is 2 in a model of the family Bert with the head MaskedLanguageModel; only decoders with a language model's head predict several tokens.");
    }

    private static double Apart(ReadOnlySpan<float> ours, JsonElement tensor)
    {
        double[] values = [.. tensor.GetProperty("values").EnumerateArray().Select(static value => value.GetDouble())];
        values.Length.ShouldBe(ours.Length);
        var apart = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            apart = Math.Max(apart, Math.Abs(values[i] - ours[i]));
        }

        return apart;
    }

    private static double LossOf(ReadOnlySpan<float> logits, int target)
    {
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit);
        }

        return Math.Log(sum) - logits[target];
    }
}
