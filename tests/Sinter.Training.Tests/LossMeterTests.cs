using Sinter.Data.Packing;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tests;

namespace Sinter.Training.Tests;

public sealed class LossMeterTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void The_loss_is_that_of_the_plain_reference_over_all_documents_and_no_padding(int batchSize)
    {
        var data = _tiny.Validation();
        var model = TinyTraining.NewModel();
        data.Tokens.ShouldBeLessThan(data.Sequences * TinyTraining.Context, "there must be padding to ignore");

        var measured = new LossMeter(model, data, batchSize).Measure(long.MaxValue, cancellation: TestContext.Current.CancellationToken);

        var expected = Losses(model, data, data.Sequences);
        measured.Targets.ShouldBe(expected.Length);
        measured.Targets.ShouldBe(data.Manifest.Targets);
        measured.PerToken.ShouldBe(expected.Average(), tolerance: 1e-5);
        measured.TextBytes.ShouldBe(data.Manifest.TextBytes);
        measured.BitsPerByte.ShouldBe(expected.Sum() / Math.Log(2) / data.Manifest.TextBytes, tolerance: 1e-5);
    }

    [Fact]
    public void A_part_of_the_data_is_measured_over_the_text_of_its_documents()
    {
        var data = _tiny.Validation();
        var model = TinyTraining.NewModel();

        var measured = new LossMeter(model, data, batchSize: 2).Measure(3, cancellation: TestContext.Current.CancellationToken);

        var expected = Losses(model, data, 3);
        measured.Targets.ShouldBe(expected.Length);
        measured.Nats.ShouldBe(expected.Sum(), tolerance: 1e-4);
        measured.TextBytes.ShouldBe(data.TextOf(3).Bytes);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Each_sequence_has_its_own_loss_whatever_stands_beside_it(int batchSize)
    {
        var data = _tiny.Validation();
        var model = TinyTraining.NewModel();
        var cancellation = TestContext.Current.CancellationToken;

        var each = new LossMeter(model, data, batchSize).MeasureEach(3, cancellation: cancellation);

        each.Count.ShouldBe(3);
        var until = new LossMeter(model, data, batchSize: 1);
        for (var sequences = 1; sequences <= 3; sequences++)
        {
            var whole = until.Measure(sequences, cancellation: cancellation);
            each.Take(sequences).Sum(static loss => loss.Nats).ShouldBe(whole.Nats, tolerance: 1e-4);
            each.Take(sequences).Sum(static loss => (long)loss.Targets).ShouldBe(whole.Targets);
        }
    }

    [Fact]
    public void Measuring_leaves_the_model_as_it_was_and_says_the_same_again()
    {
        var model = TinyTraining.NewModel();
        var before = TinyTraining.Weights(model);
        var meter = new LossMeter(model, _tiny.Validation(), batchSize: 4);

        var first = meter.Measure(5, cancellation: TestContext.Current.CancellationToken);

        meter.Measure(5, cancellation: TestContext.Current.CancellationToken).ShouldBe(first);
        TinyTraining.Weights(model).ShouldBe(before);
    }

    [Fact]
    public void Nothing_to_measure_is_no_division_by_zero()
    {
        var measured = new LossMeter(TinyTraining.NewModel(), _tiny.Validation()).Measure(0, cancellation: TestContext.Current.CancellationToken);

        (measured.Nats, measured.PerToken, measured.BitsPerByte).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_measurement_can_be_stopped() =>
        Should.Throw<OperationCanceledException>(() => new LossMeter(TinyTraining.NewModel(), _tiny.Validation()).Measure(5, cancellation: new CancellationToken(canceled: true)));

    /// <summary>The reference's -log softmax of every token but the first of each document.</summary>
    private static double[] Losses(Transformer model, PackedDataset data, long sequences)
    {
        var weights = ModelWeights.ToWrite(model).ToDictionary(
            weight => weight.Info.Name,
            weight =>
            {
                var values = new float[weight.Info.Elements];
                weight.Fill(values);
                return values;
            },
            StringComparer.Ordinal);
        var config = model.Config;
        var reference = new ReferenceLlama(name => weights[name], config.HiddenSize, config.Layers, config.Heads, config.KeyValueHeads);
        var losses = new List<double>();
        var (tokens, targets, starts) = (new int[data.ContextLength], new int[data.ContextLength], new int[data.ContextLength]);
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            data.Read(sequence, tokens, targets, starts);
            foreach (var segment in data.Segments(sequence))
            {
                reference.Reset();
                for (var i = segment.Start; i < segment.Start + segment.Length - 1; i++)
                {
                    var logits = reference.Forward(tokens[i]);
                    losses.Add(Math.Log(logits.Sum(Math.Exp)) - logits[tokens[i + 1]]);
                }
            }
        }

        return [.. losses];
    }
}
