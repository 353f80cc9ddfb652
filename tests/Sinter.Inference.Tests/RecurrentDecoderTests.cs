using Sinter.Models;
using Sinter.Models.Recurrent;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;

namespace Sinter.Inference.Tests;

public sealed class RecurrentDecoderTests
{
    [Theory]
    [InlineData(ModelFamily.Lstm)]
    [InlineData(ModelFamily.Gru)]
    public void Tokens_in_pieces_of_any_length_give_what_the_whole_at_once_gives(ModelFamily family)
    {
        var model = Small(family);
        int[] tokens = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 50)];
        Tensor Of(int[] values) => Tensor.From<int>(model.Backend, values, [1, values.Length]);
        var hidden = model.Hidden(new TextInputs(Of(tokens), Of([.. Enumerable.Range(0, 40)]), Of(new int[40])));
        var expected = model.Logits(hidden).ToArray<float>();

        foreach (var lengths in (int[][])[[.. Enumerable.Repeat(1, 40)], [40], [16, 24], [3, 20, 17]])
        {
            var decoder = new RecurrentDecoder(model);
            var end = 0;
            foreach (var length in lengths)
            {
                var logits = decoder.Append(tokens.AsSpan(end, length)).ToArray();
                end += length;
                logits.Zip(expected[((end - 1) * 50)..(end * 50)], static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
            }
        }
    }

    [Fact]
    public void After_a_reset_nothing_of_the_sequence_before_is_left()
    {
        var decoder = TokenModels.Of(Small(ModelFamily.Lstm));
        var first = decoder.Append([1, 2, 3]).ToArray();
        decoder.Append([4, 5, 6, 7, 8]).ToArray().ShouldNotBe(first);
        decoder.Reset();

        decoder.Append([1, 2, 3]).ToArray().ShouldBe(first);
    }

    [Fact]
    public void A_sequence_may_be_longer_than_any_that_it_was_trained_on()
    {
        var decoder = new RecurrentDecoder(Small(ModelFamily.Gru));
        decoder.Append(new int[200]);

        decoder.Append([3]).ToArray().ShouldAllBe(logit => float.IsFinite(logit));
        decoder.ContextLength.ShouldBeGreaterThan(1_000_000);
        Should.Throw<ArgumentException>(() => decoder.Append([])).Message.ShouldContain("at least one");
    }

    private static RecurrentModel Small(ModelFamily family)
    {
        var model = (RecurrentModel)Model.Create(
            new ModelConfig
            {
                Family = family,
                VocabularySize = 50,
                HiddenSize = 24,
                Layers = 2,
                Heads = 1,
                KeyValueHeads = 1,
                IntermediateSize = 24,
                ContextLength = 40,
                Positions = PositionKind.None,
                OutputBias = true,
            },
            new CpuBackend(1),
            trainable: false);
        model.Initialize(1);
        return model;
    }
}
