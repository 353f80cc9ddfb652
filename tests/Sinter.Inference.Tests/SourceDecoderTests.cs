using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Inference.Tests;

public sealed class SourceDecoderTests
{
    [Theory]
    [InlineData(ModelFamily.T5)]
    [InlineData(ModelFamily.Bart)]
    public void Cached_logits_are_those_of_the_whole_at_once(ModelFamily family)
    {
        var model = Model(family);
        foreach (var length in (int[])[1, 15, 16, 17, 64, 70])
        {
            int[] source = [.. Enumerable.Range(0, length).Select(i => (i * 7 % 200) + 1)];
            int[] target = [0, .. Enumerable.Range(0, 39).Select(i => (i * 11 % 190) + 3)];
            var expected = Whole(model, source, target);
            foreach (var pieces in (int[][])[[.. Enumerable.Repeat(1, 40)], [40], [2, 17, 21], [16, 24]])
            {
                var decoder = new SourceDecoder(model);
                decoder.Read(source);
                var end = 0;
                foreach (var piece in pieces)
                {
                    var logits = decoder.Append(target.AsSpan(end, piece)).ToArray();
                    end += piece;
                    Difference(logits, expected.AsSpan((end - 1) * model.Config.VocabularySize, model.Config.VocabularySize)).ShouldBeLessThan(2e-4f);
                }
            }
        }
    }

    [Fact]
    public void Another_source_gives_other_logits_and_a_reset_keeps_the_source()
    {
        var decoder = new SourceDecoder(Model(ModelFamily.T5));
        decoder.Read([5, 6, 7, 1]);
        var first = decoder.Append([0]).ToArray();
        decoder.Append([9]);
        decoder.Reset();
        decoder.Append([0]).ToArray().ShouldBe(first);

        decoder.Read([5, 6, 8, 1]);
        decoder.Append([0]).ToArray().ShouldNotBe(first);
        decoder.Read([5, 6, 7, 1]);
        decoder.Append([0]).ToArray().ShouldBe(first);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var decoder = new SourceDecoder(Model(ModelFamily.Bart));

        Should.Throw<InvalidOperationException>(() => decoder.Append([0])).Message.ShouldContain("No source was read");
        Should.Throw<ArgumentException>(() => decoder.Read([])).Message.ShouldContain("has 0 tokens");
        Should.Throw<ArgumentException>(() => decoder.Read(new int[81])).Message.ShouldContain("at most the 80");
        decoder.Read(new int[80]);
        decoder.Append(new int[80]);
        Should.Throw<ArgumentException>(() => decoder.Append([0])).Message.ShouldContain("1 tokens after 80 do not fit");
    }

    [Theory]
    [InlineData(ModelFamily.T5)]
    [InlineData(ModelFamily.Bart)]
    public void A_generator_gives_the_greedy_text_of_the_whole_model(ModelFamily family)
    {
        var model = Model(family);
        int[] source = [.. ByteTokenizer.Instance.Encode("What is it?"), ByteTokenizer.End];
        List<int> expected = [0];
        for (var i = 0; i < 12; i++)
        {
            var logits = Whole(model, source, [.. expected]).AsSpan(i * model.Config.VocabularySize, ByteTokenizer.Instance.VocabularySize);
            expected.Add(logits.IndexOf(logits.ToArray().Max()));
        }

        var generator = new Seq2SeqGenerator(model, ByteTokenizer.Instance);
        var generation = generator.Start("What is it?", new GenerationOptions { MaxTokens = 12 });
        generation.Complete(TestContext.Current.CancellationToken);

        int[] ended = [.. expected.Skip(1).TakeWhile(static token => token != ByteTokenizer.End)];
        generation.Tokens.ShouldBe(ended);
        ended.Length.ShouldBeGreaterThan(3);
        var again = generator.Start(source, new GenerationOptions { MaxTokens = 12 });
        again.Complete(TestContext.Current.CancellationToken);
        again.Tokens.ShouldBe(ended);
    }

    [Fact]
    public void Only_the_newest_generation_goes_on_and_each_has_its_own_source()
    {
        var generator = new Seq2SeqGenerator(Model(ModelFamily.T5), ByteTokenizer.Instance);
        var alone = generator.Start("second", new GenerationOptions { MaxTokens = 8 });
        alone.Complete(TestContext.Current.CancellationToken);
        var first = generator.Start("first", new GenerationOptions { MaxTokens = 8 });
        var second = generator.Start("second", new GenerationOptions { MaxTokens = 8 });
        using var reading = first.Stream(TestContext.Current.CancellationToken).GetEnumerator();
        reading.MoveNext();

        second.Complete(TestContext.Current.CancellationToken);

        second.Tokens.ShouldBe(alone.Tokens);
        Should.Throw<InvalidOperationException>(() =>
        {
            while (reading.MoveNext())
            {
            }
        }).Message.ShouldContain("Another generation of the same generator began meanwhile");
    }

    [Fact]
    public void What_a_generator_cannot_do_is_told()
    {
        var model = Model(ModelFamily.T5);
        var without = (EncoderDecoder)Models.Model.Create(model.Config with { DecoderStartToken = null }, model.Backend);

        Should.Throw<ArgumentException>(() => new Seq2SeqGenerator(without, ByteTokenizer.Instance)).Message.ShouldContain("does not say with which token its decoder begins");
        Should.Throw<ArgumentException>(() => new Seq2SeqGenerator(model, ByteTokenizer.Instance).Start(new string('a', 80))).Message.ShouldContain("81 tokens and the model's context holds 80");
        Should.Throw<ArgumentException>(() => new Seq2SeqGenerator(model, ByteTokenizer.Instance).Start([900])).Message.ShouldContain("the token 900");
        Should.Throw<ArgumentException>(() => TokenModels.Of(model)).Message.ShouldContain("turns one text into another");
    }

    private static EncoderDecoder Model(ModelFamily family)
    {
        var isBart = family == ModelFamily.Bart;
        var config = new ModelConfig
        {
            Family = family,
            VocabularySize = 261,
            HiddenSize = 32,
            Layers = 2,
            DecoderLayers = 2,
            Heads = 4,
            KeyValueHeads = 4,
            HeadSize = isBart ? 8 : 6,
            IntermediateSize = 48,
            ContextLength = 80,
            Positions = isBart ? PositionKind.Learned : PositionKind.Relative,
            PositionOffset = isBart ? 2 : 0,
            Norm = isBart ? NormKind.LayerNorm : NormKind.RmsNorm,
            NormBias = isBart,
            NormPlacement = isBart ? NormPlacement.After : NormPlacement.Before,
            EmbeddingNorm = isBart,
            AttentionBias = isBart,
            AttentionOutputBias = isBart,
            FeedForwardBias = isBart,
            Gated = !isBart,
            Activation = isBart ? UnaryFunction.Gelu : UnaryFunction.GeluTanh,
            AttentionScale = isBart ? null : 1,
            TieEmbeddings = isBart,
            OutputBias = isBart,
            DecoderStartToken = 0,
        };
        var model = (EncoderDecoder)Models.Model.Create(config, new CpuBackend(1));
        model.Initialize(3);
        foreach (var parameter in model.Parameters.All.Where(parameter => isBart && parameter.Value.Shape.Rank == 2))
        {
            // Larger weights, so that the source matters.
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight *= 10;
            }
        }

        return model;
    }

    /// <summary>The logits after each token of the target, read at once.</summary>
    private static float[] Whole(EncoderDecoder model, int[] source, int[] target)
    {
        Tensor Of(int[] values) => Tensor.From<int>(model.Backend, values, [1, values.Length]);
        int[] ranges = [.. target.SelectMany(_ => (int[])[0, source.Length])];
        var hidden = model.Hidden(new SourceTargetInputs(
            Of(source), Of([.. Enumerable.Range(0, source.Length)]), Of(new int[source.Length]),
            Of(target), Of([.. Enumerable.Range(0, target.Length)]), Of(new int[target.Length]),
            Tensor.From<int>(model.Backend, ranges, [1, target.Length, 2])));
        return model.Logits(hidden).ToArray<float>();
    }

    private static float Difference(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var largest = 0f;
        for (var i = 0; i < left.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(left[i] - right[i]));
        }

        return left.Length == right.Length ? largest : float.NaN;
    }
}
