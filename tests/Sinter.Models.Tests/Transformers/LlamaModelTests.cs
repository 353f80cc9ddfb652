using Sinter.Models.Files;
using Sinter.Models.Transformers;

namespace Sinter.Models.Tests.Transformers;

public sealed class LlamaModelTests
{
    [Theory]
    [InlineData(4, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(4, 1, true)]
    [InlineData(8, 8, false)]
    public void The_logits_are_those_of_the_plain_reference(int heads, int keyValueHeads, bool tied)
    {
        var tiny = new TinyLlama(heads, keyValueHeads, tied);
        var document = TinyLlama.Document(length: 23, seed: 1);

        var expected = tiny.ReferenceLogits(document).SelectMany(logits => logits).ToArray();

        tiny.Logits(document).Zip(expected, (found, reference) => Math.Abs(found - reference)).Max().ShouldBeLessThan(1e-4);
        expected.Max(Math.Abs).ShouldBeGreaterThan(1, "the reference must have something to say");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_loss_of_packed_documents_is_that_of_each_read_by_itself(bool tied)
    {
        var tiny = new TinyLlama(tied: tied);
        int[][] documents = [TinyLlama.Document(19, seed: 1), TinyLlama.Document(13, seed: 2), TinyLlama.Document(7, seed: 3), TinyLlama.Document(16, seed: 4)];

        var loss = tiny.Loss(new Pack(documents[0], documents[1]), new Pack(documents[2], documents[3])).Loss;

        ((double)loss).ShouldBe(documents.SelectMany(tiny.ReferenceLosses).Average(), tolerance: 1e-5);
    }

    [Fact]
    public void A_document_changes_nothing_of_its_neighbours_not_one_bit()
    {
        var tiny = new TinyLlama();
        int[] before = TinyLlama.Document(11, seed: 1), document = TinyLlama.Document(9, seed: 2), after = TinyLlama.Document(12, seed: 3);

        var losses = Middle(tiny.Loss(new Pack(before, document, after)).Losses);

        Middle(tiny.Loss(new Pack(TinyLlama.Document(11, seed: 4), document, TinyLlama.Document(12, seed: 5))).Losses).ShouldBe(losses);
        Middle(tiny.Loss(new Pack(before, TinyLlama.Document(9, seed: 6), after)).Losses).ShouldNotBe(losses);

        static float[] Middle(float[] losses) => losses[11..20];
    }

    [Fact]
    public void A_row_of_the_batch_changes_nothing_of_the_others()
    {
        var tiny = new TinyLlama();
        var row = new Pack(TinyLlama.Document(20, seed: 1), TinyLlama.Document(12, seed: 2));

        var losses = tiny.Loss(row, new Pack(TinyLlama.Document(32, seed: 3))).Losses[..TinyLlama.Time];

        tiny.Loss(row, new Pack(TinyLlama.Document(5, seed: 4))).Losses[..TinyLlama.Time].ShouldBe(losses);
    }

    [Fact]
    public void A_later_token_changes_nothing_of_an_earlier_loss()
    {
        var tiny = new TinyLlama();
        var document = TinyLlama.Document(32, seed: 1);
        int[] changed = [.. document[..^1], (document[^1] + 1) % 61];

        var losses = tiny.Loss(new Pack(document)).Losses;

        tiny.Loss(new Pack(changed)).Losses[..30].ShouldBe(losses[..30]);
    }

    [Fact]
    public void What_is_not_trained_has_no_loss()
    {
        var tiny = new TinyLlama();
        var row = new Pack(TinyLlama.Document(20, seed: 1));
        row.Targets.AsSpan(3, 5).Fill(-1);
        var reference = tiny.ReferenceLosses(row.Tokens[..20]);

        var (loss, losses) = tiny.Loss(row);

        losses.AsSpan(3, 5).ToArray().ShouldAllBe(nats => nats == 0);
        losses.AsSpan(19).ToArray().ShouldAllBe(nats => nats == 0);
        ((double)loss).ShouldBe(reference[..3].Concat(reference[8..]).Average(), tolerance: 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_of_every_parameter_is_the_slope_of_the_loss(bool tied)
    {
        var tiny = new TinyLlama(tied: tied);
        var row = new Pack(TinyLlama.Document(19, seed: 1), TinyLlama.Document(11, seed: 2));
        tiny.Differentiate(row);
        foreach (var parameter in tiny.Model.Parameters.All)
        {
            // Along its own gradient the loss rises with the gradient's length.
            var gradient = parameter.Gradient.ToArray<float>();
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            var step = 0.01 / length;

            var slope = (LossAt(step) - LossAt(-step)) / (2 * step * length);

            slope.ShouldBe(length, tolerance: 0.01 * length, parameter.Name);

            double LossAt(double distance)
            {
                var weights = parameter.Value.ToArray<float>();
                weights.Select((weight, i) => (float)(weight + (distance * gradient[i]))).ToArray().CopyTo(parameter.Value.AsSpan<float>());
                var loss = tiny.Loss(row).Loss;
                weights.CopyTo(parameter.Value.AsSpan<float>());
                return loss;
            }
        }
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public void It_has_as_many_parameters_as_its_config_says(int keyValueHeads, bool tied)
    {
        var model = new TinyLlama(keyValueHeads: keyValueHeads, tied: tied).Model;

        model.Parameters.Count.ShouldBe(model.Config.Parameters);
        ModelWeights.ToWrite(model).Sum(weight => weight.Info.Elements).ShouldBe(model.Config.Parameters);
    }

    [Fact]
    public void A_config_that_cannot_be_is_refused()
    {
        var odd = TinyLlama.Config() with { Heads = 5 };

        Should.Throw<ArgumentException>(() => new Transformer(odd, new Tensors.Cpu.CpuBackend(1))).Message.ShouldBe("HiddenSize is 32, which Heads 5 does not divide.");
    }
}
