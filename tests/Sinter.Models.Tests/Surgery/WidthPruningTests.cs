using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Surgery;

public sealed class WidthPruningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SurgeryModels.NormFirstData), MemberType = typeof(SurgeryModels))]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    public void Neurons_without_a_way_back_go_and_the_logits_stay(string name)
    {
        // Every third neuron adds nothing; which they are differs from layer to layer.
        var source = SurgeryModels.Change(SurgeryModels.Folder(name), _folder.File("source"), static model => SilenceNeurons(model, static (layer, neuron) => neuron % 3 == layer % 3));
        var width = ModelFolder.Open(source).Config.IntermediateSize;
        var keep = width - (width / 3);

        var config = WidthPruning.Write(source, _folder.File("new"), keep, null);

        config.IntermediateSize.ShouldBe(keep);
        ModelFolder.Open(_folder.File("new")).Config.IntermediateSize.ShouldBe(keep);
        SurgeryModels.ShouldBeClose(SurgeryModels.Logits(_folder.File("new")), SurgeryModels.Logits(source), 2e-6);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("gemma2")]
    [InlineData("mixtral")]
    [InlineData("phi3")]
    public void Heads_without_a_way_back_go_with_their_keys_and_the_logits_stay(string name)
    {
        // The first of two groups in layer 0, the second in layer 1.
        var source = SurgeryModels.Change(SurgeryModels.Folder(name), _folder.File("source"), static model =>
        {
            var config = model.Config;
            for (var layer = 0; layer < config.Layers; layer++)
            {
                var group = config.QuerySize / config.KeyValueHeads;
                var output = model.Parameters[$"{layer}.attention.output"].Value.AsSpan<float>();
                for (var i = 0; i < output.Length; i++)
                {
                    output[i] = i % config.QuerySize / group == layer % 2 ? 0 : output[i];
                }
            }
        });
        var before = ModelFolder.Open(source).Config;
        before.KeyValueHeads.ShouldBe(2);

        var config = WidthPruning.Write(source, _folder.File("new"), null, before.Heads / 2);

        (config.Heads, config.KeyValueHeads, config.HeadSize).ShouldBe((before.Heads / 2, 1, before.HeadSize));
        SurgeryModels.ShouldBeClose(SurgeryModels.Logits(_folder.File("new")), SurgeryModels.Logits(source), 2e-6);
    }

    [Fact]
    public void Neurons_and_heads_can_go_at_once()
    {
        var config = WidthPruning.Write(SurgeryModels.Folder("llama"), _folder.File("new"), 24, 2);

        (config.IntermediateSize, config.Heads, config.KeyValueHeads, config.HeadSize).ShouldBe((24, 2, 1, 8));
        SurgeryModels.Logits(_folder.File("new")).ShouldAllBe(static logit => float.IsFinite(logit));
    }

    [Fact]
    public void The_neurons_with_the_largest_product_of_norms_stay()
    {
        // A row that is large alone is no reason: its column is small.
        var source = SurgeryModels.Change(SurgeryModels.Folder("gpt2"), _folder.File("source"), static model =>
        {
            var (hidden, width) = (model.Config.HiddenSize, model.Config.IntermediateSize);
            model.Parameters["0.feedForward.up"].Value.AsSpan<float>().Fill(1);
            model.Parameters["0.feedForward.up.bias"].Value.AsSpan<float>().Clear();
            var down = model.Parameters["0.feedForward.down"].Value.AsSpan<float>();
            for (var i = 0; i < down.Length; i++)
            {
                down[i] = 1 + (i % width / 100f);
            }

            model.Parameters["0.feedForward.up"].Value.AsSpan<float>().Slice(47 * hidden, hidden).Fill(0.01f);
        });

        WidthPruning.Write(source, _folder.File("new"), 2, null);

        // The file of GPT-2 holds the matrix transposed: [neurons, hidden]; neurons 45 and 46 stay.
        var rows = SurgeryModels.Values(_folder.File("new"), "0.feedForward.down");
        rows.Take(32).ShouldAllBe(static value => Math.Abs(value - 1.45f) < 1e-6f);
        rows.Skip(32).ShouldAllBe(static value => Math.Abs(value - 1.46f) < 1e-6f);
    }

    [Theory]
    [MemberData(nameof(SurgeryModels.NormFirstData), MemberType = typeof(SurgeryModels))]
    [MemberData(nameof(SurgeryModels.NormLastData), MemberType = typeof(SurgeryModels))]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    [InlineData("bart")]
    public void Nothing_that_goes_changes_no_byte(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        var config = ModelFolder.Open(source).Config;
        WidthPruning.Write(source, _folder.File("new"), config.IntermediateSize, config.Heads);

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(source));
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    [InlineData("bart")]
    public void Encoder_decoders_lose_neurons_on_both_sides(string name)
    {
        var source = SurgeryModels.Folder(name);
        var config = WidthPruning.Write(source, _folder.File("new"), 10, null);
        var model = ModelWeights.Load(_folder.File("new"), new CpuBackend(1));

        model.Config.IntermediateSize.ShouldBe(10);
        foreach (var side in new[] { "encoder", "decoder" })
        {
            var columns = Columns(model.Parameters[$"{side}.0.feedForward.down"].Value);
            var old = Columns(ModelWeights.Load(source, new CpuBackend(1)).Parameters[$"{side}.0.feedForward.down"].Value);
            columns.Length.ShouldBe(10);
            columns.ShouldAllBe(column => old.Any(other => other.SequenceEqual(column)));
        }

        Should.Throw<ArgumentException>(() => WidthPruning.Describe(config, null, 2)).Message.ShouldContain("belong together over its layers");
    }

    [Theory]
    [InlineData("gpt2", null, 2, "The config.json of a Gpt2 cannot say that HeadSize is 8: it would be read as 16")]
    [InlineData("bert", null, 3, "The config.json of a Bert cannot say that HeadSize is 8: it would be read as 10")]
    [InlineData("bert", null, 2, "The config.json of a Bert cannot say that HeadSize is 8: it would be read as 16")]
    [InlineData("openai-gpt", 40, null, "The config.json of a Gpt1 cannot say that IntermediateSize is 40: it would be read as 80")]
    [InlineData("llama", null, 3, "3 heads cannot stay of 4, of which 2 share a key and value head; give a multiple of 2 from 2 to 4.")]
    [InlineData("llama", 41, null, "41 feed-forward neurons cannot stay of 40")]
    [InlineData("llama", 0, null, "0 feed-forward neurons cannot stay of 40")]
    [InlineData("llama", null, null, "Nothing is to become narrower")]
    [InlineData("lstm", 8, null, "has neither feed-forward layers nor heads")]
    public void What_cannot_work_is_refused(string name, int? intermediate, int? heads, string sentence)
    {
        Should.Throw<ArgumentException>(() => WidthPruning.Write(SurgeryModels.Folder(name), _folder.File("new"), intermediate, heads)).Message.ShouldContain(sentence);
        Directory.Exists(_folder.File("new")).ShouldBeFalse();
    }

    private static void SilenceNeurons(Model model, Func<int, int, bool> silent)
    {
        var config = model.Config;
        var outputs = model.Parameters.All.Where(parameter => parameter.Name.EndsWith(config.Experts > 0 ? "feedForward.experts.down" : "feedForward.down", StringComparison.Ordinal)).ToList();
        for (var layer = 0; layer < outputs.Count; layer++)
        {
            var down = outputs[layer].Value.AsSpan<float>();
            for (var i = 0; i < down.Length; i++)
            {
                down[i] = silent(layer, i % config.IntermediateSize) ? 0 : down[i];
            }
        }
    }

    private static float[][] Columns(Tensor matrix)
    {
        var (values, width) = (matrix.AsSpan<float>().ToArray(), matrix.Shape[^1]);
        return [.. Enumerable.Range(0, width).Select(column => values.Where((_, i) => i % width == column).ToArray())];
    }
}
