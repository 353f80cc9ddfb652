using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Tests.Seq2Seq;

public sealed class EncoderDecoderTests : IDisposable
{
    private const int Untrained = -100;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    [InlineData("bart")]
    public void Every_activation_is_that_of_the_independent_implementation(string name)
    {
        var expected = new ExpectedModel(name);
        var model = (EncoderDecoder)expected.Load();
        int[][] sources = expected.Integers("input_ids"), mask = expected.Integers("attention_mask"), targets = expected.Integers("decoder_input_ids");
        var (sourceTime, targetTime) = (sources[0].Length, targets[0].Length);
        (int[] Source, int[] Target)[][] rows = [.. sources.Select((source, row) => ((int[], int[])[])[(source[..mask[row].Sum()], targets[row])])];
        var pairs = new Pairs(model, sourceTime, targetTime, expected.Integers("labels"), rows);
        var (encoder, decoder) = (new List<Tensor>(), new List<Tensor>());
        var inputs = pairs.Inputs;
        var memory = model.Encode(inputs.Source, inputs.SourcePositions, inputs.SourceStarts, (_, x) => encoder.Add(x));
        var bias = model.Find("decoder.relativeBias") is null ? null : model.Weight("decoder.relativeBias").RelativeBiasOf(targetTime, model.Config.RelativeMaximumDistance);
        var final = model.Decode(
            inputs.Target,
            inputs.TargetPositions,
            (qkv, layer) => Tensors.Operations.AttentionLayers.Attention(qkv, inputs.TargetStarts, model.Config.Attention(layer), bias),
            (queries, layer) => model.CrossAttend(queries, model.KeyValues(memory, layer), inputs.SourceRanges, layer),
            (_, x) => decoder.Add(x));

        var values = pairs.Compute([memory, final, model.Logits(final), model.Hidden(inputs), .. encoder, .. decoder]);

        var width = model.Config.HiddenSize;
        bool IsReal(int row) => mask[row / sourceTime][row % sourceTime] == 1;
        for (var layer = 0; layer < encoder.Count; layer++)
        {
            ExpectedModel.Difference(values[4 + layer], expected.Values("encoder_hidden_states", layer), IsReal, width).ShouldBeLessThan(2e-4);
        }

        for (var layer = 0; layer < decoder.Count; layer++)
        {
            ExpectedModel.Difference(values[4 + encoder.Count + layer], expected.Values("hidden_states", layer), static _ => true, width).ShouldBeLessThan(2e-4);
        }

        ExpectedModel.Difference(values[0], expected.Values("encoder_final_hidden"), IsReal, width).ShouldBeLessThan(2e-4);
        ExpectedModel.Difference(values[1], expected.Values("final_hidden"), static _ => true, width).ShouldBeLessThan(2e-4);
        ExpectedModel.Difference(values[2], expected.Values("logits"), static _ => true, model.Config.VocabularySize).ShouldBeLessThan(3e-4);
        values[3].ShouldBe(values[1], "the short way gives the same bits");
        pairs.Loss().Loss.ShouldBe(expected.Loss, tolerance: 1e-4);
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    [InlineData("bart")]
    public void What_was_imported_is_exported_as_it_was(string name)
    {
        var expected = new ExpectedModel(name);
        var model = expected.Load();
        var folder = ModelFolder.Open(expected.Folder);
        ModelFolder.Write(_folder.Path, model.Config, ModelWeights.ToWrite(model), folder.Generation);

        ModelFolder.Open(_folder.Path).Config.ShouldBe(folder.Config);
        using var before = folder.OpenWeights();
        using var after = ModelFolder.Open(_folder.Path).OpenWeights();
        after.Tensors.Select(static info => info.ToString()).Order(StringComparer.Ordinal).ShouldBe(before.Tensors.Select(static info => info.ToString()).Order(StringComparer.Ordinal));
        foreach (var info in before.Tensors)
        {
            var (left, right) = (new float[info.Elements], new float[info.Elements]);
            before.ReadFloat32(info.Name, left, [.. info.Shape]);
            after.ReadFloat32(info.Name, right, [.. info.Shape]);
            right.ShouldBe(left, info.Name);
        }
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    [InlineData("bart")]
    public void The_gradient_of_every_parameter_is_the_slope_of_the_loss(string name)
    {
        var model = (EncoderDecoder)new ExpectedModel(name).Load(trainable: true);
        var pairs = TwoRows(model);
        pairs.Differentiate();
        foreach (var parameter in model.Parameters.All)
        {
            // Along its own gradient the loss rises with the gradient's length.
            var gradient = parameter.Gradient.ToArray<float>();
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            length.ShouldBeGreaterThan(1e-6, parameter.Name);

            // Where one token's embedding is nearly zero the loss is steep and bends soon: a short way there, a longer one where the slope would drown in rounding.
            var step = (length > 1 ? 0.0002 / length : 0.001) / Math.Max(length, 0.02);

            var slope = (LossAt(step) - LossAt(-step)) / (2 * step * length);

            slope.ShouldBe(length, tolerance: (0.02 * length) + 1e-3, parameter.Name);

            double LossAt(double distance)
            {
                var weights = parameter.Value.ToArray<float>();
                weights.Select((weight, i) => (float)(weight + (distance * gradient[i]))).ToArray().CopyTo(parameter.Value.AsSpan<float>());
                var loss = pairs.Loss().Loss;
                weights.CopyTo(parameter.Value.AsSpan<float>());
                return loss;
            }
        }
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("bart")]
    public void Pairs_in_one_row_have_the_losses_of_each_alone(string name)
    {
        var model = (EncoderDecoder)new ExpectedModel(name).Load();
        (int[] Source, int[] Target)[] pairs = [([5, 6, 7, 8, 1], [0, 9, 10, 11]), ([12, 13, 1], [0, 14]), ([15, 16, 17, 18, 19, 20, 1], [0, 21, 22])];
        int[][] labels = [[9, 10, 11, 1], [14, 1], [21, 22, 1]];

        var packed = new Pairs(model, 16, 10, [[.. labels.SelectMany(static label => label), Untrained]], pairs).Loss().Losses;

        float[] alone = [.. pairs.SelectMany((pair, i) => new Pairs(model, pair.Source.Length, pair.Target.Length, [labels[i]], [pair]).Loss().Losses)];
        packed[..9].Zip(alone, static (left, right) => Math.Abs(left - right)).Max().ShouldBeLessThan(1e-5f);
        packed[9].ShouldBe(0);
    }

    [Fact]
    public void Another_source_in_the_row_changes_not_one_bit()
    {
        var model = (EncoderDecoder)new ExpectedModel("t5").Load();
        int[][] labels = [[9, 10, 1, 14, 1, Untrained]];

        var first = new Pairs(model, 12, 6, labels, [([5, 6, 7, 1], [0, 9, 10]), ([12, 13, 1], [0, 14])]).Loss().Losses;
        var second = new Pairs(model, 12, 6, labels, [([25, 26, 27, 1], [0, 39, 40]), ([12, 13, 1], [0, 14])]).Loss().Losses;

        second[3..5].ShouldBe(first[3..5]);
        second[..3].ShouldNotBe(first[..3]);
    }

    [Fact]
    public void T5_begins_with_the_deviations_of_its_makers()
    {
        var config = Config() with { VocabularySize = 300, HiddenSize = 64, HeadSize = 32, IntermediateSize = 96, TieEmbeddings = false, OutputScale = 1 };
        var model = Model.Create(config, new CpuBackend(1));
        model.Initialize(3);

        Deviation("embedding").ShouldBe(1, tolerance: 0.03);
        Deviation("output").ShouldBe(1 / Math.Sqrt(64), tolerance: 0.004);
        Deviation("encoder.1.feedForward.down").ShouldBe(1 / Math.Sqrt(96), tolerance: 0.006);
        Deviation("decoder.0.feedForward.gateUp").ShouldBe(1 / Math.Sqrt(64), tolerance: 0.006);
        Deviation("decoder.1.crossAttention.output").ShouldBe(1 / Math.Sqrt(128), tolerance: 0.006);
        Deviation("decoder.1.crossAttention.query").ShouldBe(1 / Math.Sqrt(64 * 32), tolerance: 0.002);
        var qkv = model.Parameters["encoder.0.attention.qkv"].Value.ToArray<float>();
        DeviationOf(qkv[..(128 * 64)]).ShouldBe(1 / Math.Sqrt(64 * 32), tolerance: 0.002);
        DeviationOf(qkv[(128 * 64)..]).ShouldBe(1 / Math.Sqrt(64), tolerance: 0.006);
        model.Parameters["decoder.norm"].Value.ToArray<float>().ShouldAllBe(weight => weight == 1);

        double Deviation(string name) => DeviationOf(model.Parameters[name].Value.ToArray<float>());
        static double DeviationOf(float[] values) => Math.Sqrt(values.Average(static value => (double)value * value));
    }

    [Fact]
    public void It_can_be_planned_without_memory_and_has_the_parameters_that_its_layout_says()
    {
        var model = (EncoderDecoder)Model.Create(Config(), NullBackend.Instance);
        var pairs = new Pairs(model, 8, 4, [[1, 2, 3, 4]], [([5, 6], [0])]);

        model.Hidden(pairs.Inputs).Shape.ShouldBe([1, 4, 32]);
        model.Parameters.Count.ShouldBe(model.Config.Parameters);
        ModelTensors.Of(model.Config).Sum(static place => place.Info.Elements).ShouldBe(model.Config.Parameters);
    }

    [Theory]
    [InlineData("\"feed_forward_proj\": \"relu\"", "\"feed_forward_proj\": \"swish-gated\"", "feed_forward_proj 'swish-gated'")]
    [InlineData("\"relative_attention_num_buckets\": 8", "\"relative_attention_num_buckets\": 2", "RelativeBuckets is 2")]
    [InlineData("\"relative_attention_max_distance\": 10", "\"relative_attention_max_distance\": 4", "RelativeMaximumDistance is 4")]
    [InlineData("\"num_decoder_layers\": 2", "\"num_decoder_layers\": 0", "DecoderLayers is 0")]
    [InlineData("\"d_kv\": 8", "\"d_kv\": -8", "HeadSize is -8")]
    public void A_config_that_cannot_be_is_refused_with_a_sentence(string was, string becomes, string says)
    {
        var text = File.ReadAllText(Path.Combine(new ExpectedModel("t5").Folder, "config.json"));
        text.ShouldContain(was);
        File.WriteAllText(_folder.File("config.json"), text.Replace(was, becomes, StringComparison.Ordinal));

        Should.Throw<InvalidDataException>(() => ModelConfigJson.Read(_folder.File("config.json"))).Message.ShouldContain(says);
    }

    [Fact]
    public void A_BART_whose_sides_differ_in_width_is_refused()
    {
        var text = File.ReadAllText(Path.Combine(new ExpectedModel("bart").Folder, "config.json"));
        File.WriteAllText(_folder.File("config.json"), text.Replace("\"decoder_ffn_dim\": 32", "\"decoder_ffn_dim\": 64", StringComparison.Ordinal));

        Should.Throw<InvalidDataException>(() => ModelConfigJson.Read(_folder.File("config.json"))).Message.ShouldContain("decoder_ffn_dim '64', which Sinter does not know; expected 32 as in the encoder");
    }

    [Fact]
    public void A_bare_BART_is_a_language_model_without_the_bias_of_its_logits()
    {
        var expected = new ExpectedModel("bart");
        var text = File.ReadAllText(Path.Combine(expected.Folder, "config.json"));
        File.WriteAllText(_folder.File("config.json"), text.Replace("BartForConditionalGeneration", "BartModel", StringComparison.Ordinal));
        var config = ModelConfigJson.Read(_folder.File("config.json"));
        config.OutputBias.ShouldBeFalse();
        config.Head.ShouldBe(ModelHead.LanguageModel);

        ModelConfigJson.Write(_folder.File("again.json"), config, new GenerationConfig());

        ModelConfigJson.Read(_folder.File("again.json")).ShouldBe(config);
    }

    internal static ModelConfig Config() => new()
    {
        Family = ModelFamily.T5,
        VocabularySize = 61,
        HiddenSize = 32,
        Layers = 2,
        DecoderLayers = 2,
        Heads = 4,
        KeyValueHeads = 4,
        IntermediateSize = 48,
        ContextLength = 32,
        Positions = PositionKind.Relative,
        AttentionScale = 1,
        NormEpsilon = 1e-6,
        Activation = Tensors.Operations.UnaryFunction.GeluTanh,
        OutputScale = 1 / Math.Sqrt(32),
        DecoderStartToken = 0,
    };

    private static Pairs TwoRows(EncoderDecoder model)
    {
        var random = new RandomStream(4, "pairs");
        int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 + (int)random.NextBelow(58))];
        int[][] labels = [[.. Tokens(4), .. Tokens(3), Untrained], [.. Tokens(6), Untrained, Untrained]];
        return new Pairs(model, 12, 8, labels, [(Tokens(6), Tokens(4)), (Tokens(4), Tokens(3))], [(Tokens(11), Tokens(6))]);
    }
}

file static class Biases
{
    extension(Tensor table)
    {
        public Tensor RelativeBiasOf(int time, int maximumDistance) => Tensors.Operations.PositionBias.RelativeBias(table, time, time, false, maximumDistance);
    }
}
