using Sinter.Models;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Tasks;

namespace Sinter.Training.Tests.Objectives;

/// <summary>Weights, label smoothing, noise and dropped tokens of encoder-decoders.</summary>
public sealed class Seq2SeqOptionsTests
{
    private static readonly TaskDescription Generate = new() { Task = TaskKind.Generate };

    private static readonly TaskItem[] Items = [new("who sat") { Target = "the cat", Weight = 3 }, new("who ran to the river") { Target = "a dog", Weight = 0.5 }];

    public static TheoryData<string> Families => ["t5", "bart"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_are_those_of_finite_differences(string family)
    {
        // T5 has no scale in its attention: with larger weights that choose one token the loss is no line within a step.
        var model = TaskSubjects.Model(Config(family), scale: family == "t5" ? 1 : 4);
        var (objective, data) = Of(model, new() { IsWeighted = true, LabelSmoothing = 0.2, EmbeddingNoise = 5 });
        var program = new ObjectiveProgram(model, objective, (int)data.Sequences, data.ContextLength, withGradients: true);
        var batch = Batch(objective, data);
        program.Run(batch, 1.0 / batch.Targets);
        var gradients = model.Parameters.Trained.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Gradient.ToArray<float>(), StringComparer.Ordinal);

        foreach (var parameter in model.Parameters.Trained.Where(static parameter => parameter.Name is "embedding" or "encoder.0.attention.qkv" or "decoder.1.crossAttention.query" or "decoder.0.feedForward.down"))
        {
            // The largest element stands out of the rounding.
            var gradient = gradients[parameter.Name];
            var index = Array.IndexOf(gradient.Select(Math.Abs).ToArray(), gradient.Max(Math.Abs));
            gradient[index].ShouldNotBe(0);
            var value = parameter.Value.AsSpan<float>()[index];
            const float Step = 2e-2f;
            ((At(value + Step) - At(value - Step)) / (2 * Step)).ShouldBe(gradient[index], (0.05 * Math.Abs(gradient[index])) + 1e-3, parameter.Name);
            At(value);

            double At(float number)
            {
                parameter.Value.AsSpan<float>()[index] = number;
                return program.Run(batch, 1.0 / batch.Targets);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Each_pair_counts_by_its_weight(string family)
    {
        var model = TaskSubjects.Model(Config(family), scale: 4);
        var alone = Items.Select(item => Sum(model, new(), item)).ToArray();

        alone[0].ShouldNotBe(alone[1]);
        Sum(model, new() { IsWeighted = true }, Items).ShouldBe((3 * alone[0]) + (0.5 * alone[1]), 1e-3);
        Sum(model, new(), Items).ShouldBe(alone[0] + alone[1], 1e-3);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Smoothing_spreads_a_share_of_the_target_over_all_tokens(string family)
    {
        var model = TaskSubjects.Model(Config(family), scale: 4);
        double Of(double smoothing, bool weighted) => Sum(model, new() { LabelSmoothing = smoothing, IsWeighted = weighted }, [.. Items.Select(static item => item with { Weight = 1 })]);

        // The loss is linear in the share, and the same whether rows have weights of 1 or none.
        var (none, little, much) = (Of(0, false), Of(0.1, false), Of(0.3, false));
        little.ShouldBeGreaterThan(none + 0.1);
        (much - none).ShouldBe(3 * (little - none), 1e-3 * much);
        Of(0.3, true).ShouldBe(much, 1e-3);
    }

    [Fact]
    public void Noise_is_as_large_as_the_length_of_each_side_asks_and_not_measured()
    {
        var model = TaskSubjects.Model(Config("t5"));
        var (objective, data) = Of(model, new() { EmbeddingNoise = 5, IsWeighted = true }, Items[1]);
        var width = model.Config.HiddenSize;
        var (first, again, other) = (Fill(0), Fill(0), Fill(1));

        first.Numbers[1].ShouldBe(again.Numbers[1]);
        first.Numbers[1].ShouldNotBe(other.Numbers[1]);
        var (source, target) = (first.Values[6][1], first.Targets);
        source.ShouldBeGreaterThan(target);
        foreach (var (numbers, length) in ((float[], int)[])[(first.Numbers[1], source), (first.Numbers[2], target)])
        {
            var bound = 5 / Math.Sqrt(length * width);
            numbers.Take(length * width).Max(Math.Abs).ShouldBeInRange((float)(0.9 * bound), (float)bound);
            numbers.Skip(length * width).ShouldAllBe(static number => number == 0);
        }

        var measured = objective.Measured;
        measured.Numbers(1, 8).ShouldBeEmpty();
        measured.Channels.ShouldBe(0);
        measured.Measured.ShouldBeSameAs(measured);

        ObjectiveBatch Fill(long place)
        {
            var batch = new ObjectiveBatch(objective, 1, data.ContextLength);
            var sequence = new PackedSequence(data.ContextLength, objective.Channels);
            sequence.Read(data, 0);
            batch.Read(new Sequences.One(sequence), place, 0);
            return batch;
        }
    }

    [Fact]
    public void Tokens_of_sources_are_dropped_and_none_of_targets()
    {
        var model = TaskSubjects.Model(Config("t5"));
        var item = new TaskItem(string.Join(' ', Enumerable.Repeat("cat", 20))) { Target = "a dog ran" };
        var (plain, data) = Of(model, new(), item);
        var (objective, _) = Of(model, new() { TokenDropout = 0.3, Blank = 7 }, item);
        var (whole, dropped) = (Batch(plain, data), 0);
        for (var place = 0; place < 20; place++)
        {
            var batch = new ObjectiveBatch(objective, 1, data.ContextLength);
            var sequence = new PackedSequence(data.ContextLength);
            sequence.Read(data, 0);
            batch.Read(new Sequences.One(sequence), place, 0);
            dropped += batch.Values[0].Index().Count(entry => entry.Item != whole.Values[0][entry.Index]);
            batch.Values[0].Index().ShouldAllBe(entry => entry.Item == 7 || entry.Item == whole.Values[0][entry.Index]);
            batch.Values[0][whole.Values[6][1] - 1].ShouldBe(whole.Values[0][whole.Values[6][1] - 1]);
            batch.Values[7].ShouldBe(whole.Values[7]);
            batch.Values[3].ShouldBe(whole.Values[3]);
        }

        (dropped / (20.0 * (whole.Values[6][1] - 1))).ShouldBe(0.3, 0.08);
    }

    [Fact]
    public void An_option_out_of_its_range_is_refused()
    {
        Should.Throw<ArgumentException>(() => new SequenceToSequenceOptions { EndOfText = 0, DecoderStart = 0, LabelSmoothing = 1 }).Message.ShouldContain("below 1");
        Should.Throw<ArgumentException>(() => new SequenceToSequenceOptions { EndOfText = 0, DecoderStart = 0, TokenDropout = -0.5 }).Message.ShouldContain("below 1");
        Should.Throw<ArgumentException>(() => new NextToken { LabelSmoothing = double.NaN }).Message.ShouldContain("below 1");
        new SequenceToSequence(new() { EndOfText = 1, DecoderStart = 0, TokenDropout = 0.1, Blank = 5000 }).FindMisfit(Config("t5"))!.ShouldContain("needs the token 5000");
    }

    private static ModelConfig Config(string family) => family == "t5" ? Seq2SeqModels.T5(TaskSubjects.Bpe.VocabularySize, 64) : Seq2SeqModels.Bart(TaskSubjects.Bpe.VocabularySize, 64);

    private static (Objective Objective, ExampleSet Data) Of(Model model, TaskObjectiveOptions options, params TaskItem[] items)
        => (TaskModel.Objective(Generate, model.Config, TaskSubjects.Bpe, options), new TaskEncoder(Generate, model.Config, TaskSubjects.Bpe).Encode(items.Length == 0 ? Items : items).Pack());

    private static ObjectiveBatch Batch(Objective objective, ExampleSet data)
    {
        var batch = new ObjectiveBatch(objective, (int)data.Sequences, data.ContextLength);
        for (var row = 0; row < batch.Size; row++)
        {
            batch.Read(data, row, row);
        }

        return batch;
    }

    /// <summary>The loss of all items as training has it, a sum.</summary>
    private static double Sum(Model model, TaskObjectiveOptions options, params TaskItem[] items)
    {
        var (objective, data) = Of(model, options, items);
        return new ObjectiveProgram(model, objective, (int)data.Sequences, data.ContextLength, withGradients: true).Run(Batch(objective, data), 1);
    }
}
