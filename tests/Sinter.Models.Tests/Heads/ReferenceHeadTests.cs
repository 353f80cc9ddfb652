using Sinter.Models.Files;

namespace Sinter.Models.Tests.Heads;

/// <summary>Encoders and heads beside an independent implementation in PyTorch (tests/oracle/models), every layer of them.</summary>
public sealed class ReferenceHeadTests
{
    // Single precision against double, over numbers of the size of 1.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData("bert")]
    [InlineData("bert-published")]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("modernbert")]
    [InlineData("bert-sequence-classification")]
    [InlineData("bert-regression")]
    [InlineData("bert-token-classification")]
    [InlineData("bert-question-answering")]
    [InlineData("bert-multiple-choice")]
    [InlineData("roberta-sequence-classification")]
    [InlineData("distilbert-sequence-classification")]
    [InlineData("llama-sequence-classification")]
    [InlineData("llama-token-classification")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("modernbert-token-classification")]
    [InlineData("roberta-multiple-choice")]
    [InlineData("distilbert-question-answering")]
    [InlineData("distilbert-multiple-choice")]
    [InlineData("distilbert-token-classification")]
    [InlineData("gpt2-sequence-classification")]
    [InlineData("openai-gpt-sequence-classification")]
    [InlineData("llama-question-answering")]
    public void Every_layer_the_logits_and_the_loss_are_those_of_the_reference(string name)
    {
        var reference = new ReferenceModel(name);

        var run = new HeadRun(reference.Load(), reference).Run();

        var states = reference.HiddenStates();
        run.Layers.Count.ShouldBe(states.Length);
        for (var layer = 0; layer < states.Length; layer++)
        {
            Compare(run, run.Layers[layer], states[layer], $"layer {layer - 1}");
        }

        Compare(run, run.Hidden, reference.Values("final_hidden"), "the last hidden states");
        Compare(run, run.Logits, Logits(reference), "the logits");
        ((double)run.Loss).ShouldBe(reference.Loss, tolerance: Tolerance);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("bert-published")]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("modernbert")]
    [InlineData("bert-regression")]
    [InlineData("bert-token-classification")]
    [InlineData("bert-question-answering")]
    [InlineData("bert-multiple-choice")]
    [InlineData("roberta-sequence-classification")]
    [InlineData("distilbert-sequence-classification")]
    [InlineData("llama-sequence-classification")]
    [InlineData("llama-token-classification")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("modernbert-token-classification")]
    [InlineData("roberta-multiple-choice")]
    [InlineData("distilbert-question-answering")]
    [InlineData("distilbert-multiple-choice")]
    [InlineData("distilbert-token-classification")]
    [InlineData("gpt2-sequence-classification")]
    [InlineData("openai-gpt-sequence-classification")]
    [InlineData("llama-question-answering")]
    public void What_is_written_is_what_was_read(string name)
    {
        var folder = ModelFolder.Open(ReferenceModel.FolderOf(name));
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();

        using (var weights = folder.OpenWeights())
        {
            ModelFolder.Write(first.Path, folder.Config, weights, folder.Generation);
        }

        var model = (TextModel)ModelWeights.Load(first.Path, new Tensors.Cpu.CpuBackend(1));
        ModelFolder.Write(second.Path, model.Config, ModelWeights.ToWrite(model), ModelFolder.Open(first.Path).Generation);

        File.ReadAllBytes(Path.Combine(second.Path, ModelFolder.WeightsFileName)).ShouldBe(File.ReadAllBytes(Path.Combine(first.Path, ModelFolder.WeightsFileName)));
        File.ReadAllText(Path.Combine(second.Path, ModelConfigJson.FileName)).ShouldBe(File.ReadAllText(Path.Combine(first.Path, ModelConfigJson.FileName)));
        var reference = new ReferenceModel(name);
        ((double)new HeadRun(model, reference).Run().Loss).ShouldBe(reference.Loss, tolerance: Tolerance);
        using var original = SafeTensorsFile.Open(Path.Combine(folder.Path, ModelFolder.WeightsFileName));
        using var written = SafeTensorsFile.Open(Path.Combine(first.Path, ModelFolder.WeightsFileName));
        if (name != "bert-published")
        {
            written.Tensors.Select(static info => info.ToString()).ShouldBe(original.Tensors.Select(static info => info.ToString()), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("modernbert")]
    [InlineData("bert-sequence-classification")]
    [InlineData("bert-regression")]
    [InlineData("bert-token-classification")]
    [InlineData("bert-question-answering")]
    [InlineData("bert-multiple-choice")]
    [InlineData("roberta-sequence-classification")]
    [InlineData("distilbert-sequence-classification")]
    [InlineData("llama-sequence-classification")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("modernbert-token-classification")]
    public void The_gradient_of_every_parameter_is_the_slope_of_the_loss(string name)
    {
        var reference = new ReferenceModel(name);

        Slopes.ShouldBeGradients(reference.Load(trainable: true), reference);
    }

    [Fact]
    public void A_reward_model_is_a_classifier_of_one_class_at_first_sight()
    {
        var reference = new ReferenceModel("llama-reward");
        var config = ModelFolder.Open(reference.Folder).Config;
        var (model, drawn) = TrunkWeights.Load(reference.Folder, config.WithHead(ModelHead.Reward), new Tensors.Cpu.CpuBackend(1), seed: 1);

        var run = new HeadRun((TextModel)model, reference).Run();

        config.Head.ShouldBe(ModelHead.Regression);
        drawn.ShouldBeEmpty();
        Compare(run, run.Logits, reference.Values("logits"), "the rewards");
        ((double)run.Loss).ShouldBe(reference.Loss, tolerance: Tolerance);
        Slopes.ShouldBeGradients((TextModel)model, reference);
    }

    [Fact]
    public void The_keys_of_transformers_5_say_the_same()
    {
        var folder = ReferenceModel.FolderOf("modernbert");

        ModelConfigJson.Read(Path.Combine(folder, "config-v5.json")).ShouldBe(ModelConfigJson.Read(Path.Combine(folder, ModelConfigJson.FileName)));
    }

    private static float[] Logits(ReferenceModel reference)
    {
        if (!reference.Has("start_logits"))
        {
            return reference.Values("logits");
        }

        return [.. reference.Values("start_logits").Zip(reference.Values("end_logits")).SelectMany(static pair => new[] { pair.First, pair.Second })];
    }

    /// <summary>Compares where there is no padding; what has fewer rows than tokens is of whole texts.</summary>
    private static void Compare(HeadRun run, float[] found, float[] expected, string what)
    {
        found.Length.ShouldBe(expected.Length, what);
        var positions = run.Hidden.Length / run.HiddenSize;
        var width = found.Length % positions == 0 && found.Length >= positions ? found.Length / positions : 0;
        var differences = found.Zip(expected, static (a, b) => Math.Abs(a - b)).Where((_, i) => width == 0 || run.IsReal(i / width)).ToArray();
        differences.Length.ShouldBeGreaterThan(0);
        differences.Max().ShouldBeLessThan((float)(Tolerance * Math.Max(1, expected.Max(Math.Abs))), what);
    }
}
