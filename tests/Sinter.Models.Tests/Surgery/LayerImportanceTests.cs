using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tensors.Cpu;
using Sinter.Tests;

namespace Sinter.Models.Tests.Surgery;

public sealed class LayerImportanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("gpt-neox")]
    [InlineData("gemma2")]
    [InlineData("openai-gpt")]
    public void It_is_one_minus_the_cosine_of_the_reference_models_hidden_states(string name)
    {
        var oracle = new DecoderOracle(name);
        var length = oracle.Mask[0].Sum();
        var width = oracle.Model.Config.HiddenSize;
        var states = oracle.List("hidden_states");

        var importance = LayerImportance.Measure(oracle.Model, [oracle.Ids[0][..length], []]);

        importance.Length.ShouldBe(2);
        for (var layer = 0; layer < 2; layer++)
        {
            var expected = Enumerable.Range(0, length).Average(token =>
            {
                var (before, after) = (states[layer].Skip(token * width).Take(width), states[layer + 1].Skip(token * width).Take(width));
                return 1 - (before.Zip(after, static (a, b) => (double)a * b).Sum() / Math.Sqrt(before.Sum(static a => (double)a * a) * after.Sum(static b => (double)b * b)));
            });
            importance[layer].ShouldBe(expected, 1e-4);
        }
    }

    [Fact]
    public void A_layer_that_does_nothing_has_none_and_goes_first()
    {
        var source = SurgeryModels.Folder("llama");
        var (layers, added) = LayerSurgery.Inserted(ModelFolder.Open(source).Config, [0]);
        var config = LayerSurgery.Write(source, _folder.File("deeper"), layers, added);
        var importance = LayerImportance.Measure((TextModel)ModelWeights.Load(_folder.File("deeper"), new CpuBackend(1)), [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3, 5]]);

        importance[1].ShouldBe(0, 1e-12);
        importance[0].ShouldBeGreaterThan(0.001);
        LayerImportance.MostImportant(config, importance, 2).ShouldBe([0, 2]);

        LayerSurgery.Write(_folder.File("deeper"), _folder.File("again"), [0, 2]);
        SurgeryModels.Bytes(_folder.File("again")).ShouldBe(SurgeryModels.Bytes(SurgeryModels.Copy(source, _folder.File("source"))));
    }

    [Fact]
    public void Of_layers_of_one_importance_the_later_goes()
    {
        var config = ModelFolder.Open(SurgeryModels.Folder("llama")).Config with { Layers = 4 };

        LayerImportance.MostImportant(config, [0.5, 0.1, 0.1, 0.2], 3).ShouldBe([0, 1, 3]);
        LayerImportance.MostImportant(config with { SkipsFirstNorm = true }, [0, 1, 2, 3], 2).ShouldBe([0, 3]);
        Should.Throw<ArgumentException>(() => LayerImportance.MostImportant(config, [1, 2, 3, 4], 5)).Message.ShouldContain("5 layers cannot stay");
    }

    [Fact]
    public void A_sample_that_does_not_fit_is_refused()
    {
        var model = (TextModel)ModelWeights.Load(SurgeryModels.Folder("llama"), new CpuBackend(1));

        Should.Throw<ArgumentException>(() => LayerImportance.Measure(model, [[]])).Message.ShouldContain("has no tokens");
        Should.Throw<ArgumentException>(() => LayerImportance.Measure(model, [[1, 61]])).Message.ShouldContain("holds the token 61");
        Should.Throw<ArgumentException>(() => LayerImportance.Measure(model, [new int[25]])).Message.ShouldContain("25 tokens");
    }
}
