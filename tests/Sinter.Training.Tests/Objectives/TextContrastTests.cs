using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class TextContrastTests
{
    private const int Mask = 63;

    private static readonly ModelConfig Decoder = TinyTraining.Config with { ContextLength = 64 };
    private static readonly ModelConfig Encoder = FamilyDefaults.Apply(Decoder with { Family = ModelFamily.Bert, KeyValueHeads = 4, Head = ModelHead.MaskedLanguageModel });

    // Two documents that are long enough to be cut, and one that is not.
    private static readonly PackedSequence Sequence = Sequences.Of(64, Sequences.Document(20, 1, 60, seed: 1), Sequences.Document(30, 1, 60, seed: 2), Sequences.Document(9, 1, 60, seed: 3));

    public static TheoryData<string> Kinds => ["decoder", "encoder"];

    [Fact]
    public void Long_documents_are_cut_in_two_that_do_not_see_each_other_anew_at_each_place()
    {
        var middles = new HashSet<int>();
        for (var place = 0; place < 50; place++)
        {
            var batch = Sequences.Fill(new TextContrast(new NextToken()), Sequence, place);
            var (starts, places, targets) = (batch.Values[2], batch.Values[4], batch.Values[5]);
            int[] halves = places[..8];
            halves[0].ShouldBe(0);
            halves[1].ShouldBeInRange(8, 12);
            (halves[2], halves[3], halves[4]).ShouldBe((halves[1], 20, 20));
            halves[5].ShouldBeInRange(30, 40);
            (halves[6], halves[7]).ShouldBe((halves[5], 50));
            starts[halves[1] - 1].ShouldBe(0);
            starts[halves[1]..20].ShouldAllBe(start => start == halves[1]);
            starts[50..59].ShouldAllBe(static start => start == 50, "too short to be cut");
            targets.ShouldBe([0, 1, -1, -1]);
            batch.Numbers[0].ShouldBe([0, 0, -10_000, -10_000]);
            (batch.Numbers[1][0], batch.Numbers[2][0]).ShouldBe((2, 56), "two texts, and all targets but those of documents' last tokens");
            batch.Values[0].ShouldBe(Sequence.Tokens);
            middles.Add(halves[1]);
        }

        middles.Count.ShouldBe(5);
    }

    [Fact]
    public void Halves_may_end_in_a_token_whose_state_is_their_vector_and_nothing_is_learned_of_it()
    {
        const int End = 61;
        var batch = Sequences.Fill(new TextContrast(new NextToken()) { End = End }, Sequence);

        int[] ends = batch.Values[4][..4];
        (ends[1], ends[3]).ShouldBe((19, 49));
        foreach (var end in ends)
        {
            batch.Values[0][end].ShouldBe(End);
            batch.Values[3][end].ShouldBe(-1);
            batch.Values[3][end - 1].ShouldBe(-1);
            batch.Values[3][end - 2].ShouldBe(Sequence.Tokens[end - 1]);
        }

        batch.Numbers[2][0].ShouldBe(batch.Targets);
        batch.Targets.ShouldBe(56 - 6, "of each end two are not trained, and those of documents had one already");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_loss_is_that_of_the_tokens_and_of_cosines_among_the_texts_of_the_pass(string kind)
    {
        var (model, tokens) = Subject(kind);
        var objective = new TextContrast(tokens) { Factor = 0.7, Temperature = 0.2 };
        var batch = Filled(objective);
        var inputs = Inputs(model, objective);
        var scale = Tensor.Input(model.Backend, []);
        var own = inputs[..tokens.Inputs(2, 64).Count];
        var (hidden, plain, whole) = (tokens.Hidden(model, own, new RouterRecord()), tokens.Loss(model, own, scale), objective.Loss(model, inputs, scale));
        var program = StepProgram.Compile([hidden, plain.Loss, whole.Loss]);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (i < batch.Values.Count)
            {
                batch.Values[i].CopyTo(program.Values<int>(inputs[i]));
            }
            else
            {
                batch.Numbers[i - batch.Values.Count].CopyTo(program.Values<float>(inputs[i]));
            }
        }

        program.Values<float>(scale)[0] = 1f / batch.Targets;
        program.Run();

        var states = program.Values<float>(hidden).ToArray();
        var halves = Enumerable.Range(0, 16).Where(half => batch.Values[^1][half / 2] >= 0).Select(half => Mean(states, batch.Values[^2][2 * half], batch.Values[^2][(2 * half) + 1])).ToArray();
        halves.Length.ShouldBe(6, "three texts in two rows");
        var loss = 0.0;
        for (var i = 0; i < halves.Length; i++)
        {
            // Each half among those of the other side; the text's own is right.
            var likeness = halves.Where((_, j) => (i + j) % 2 == 1).Select(other => halves[i].Zip(other, static (a, b) => a * b).Sum() / 0.2).ToArray();
            loss += Math.Log(likeness.Sum(Math.Exp)) - likeness[i / 2];
        }

        (program.Values<float>(whole.Loss)[0] - program.Values<float>(plain.Loss)[0]).ShouldBe((float)(0.7 * loss / 6), 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_are_those_of_finite_differences_and_passes_count_by_their_share(string kind)
    {
        var (model, tokens) = Subject(kind);
        var objective = new TextContrast(tokens) { Factor = 5, Temperature = 0.5 };
        var batch = Filled(objective);
        var program = new ObjectiveProgram(model, objective, 2, 64, withGradients: true);
        var loss = program.Run(batch, 1.0 / batch.Targets);
        var gradients = model.Parameters.Trained.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Gradient.ToArray<float>(), StringComparer.Ordinal);
        (2 * program.Run(batch, 0.5 / batch.Targets)).ShouldBe(loss, 1e-4);

        foreach (var parameter in model.Parameters.Trained.Where(static parameter => parameter.Name is "embedding" or "0.attention.qkv" or "1.feedForward.down"))
        {
            var gradient = gradients[parameter.Name];
            var index = Array.IndexOf(gradient.Select(Math.Abs).ToArray(), gradient.Max(Math.Abs));
            var value = parameter.Value.AsSpan<float>()[index];
            const float Step = 5e-3f;
            parameter.Value.AsSpan<float>()[index] = value + Step;
            var above = program.Run(batch, 1.0 / batch.Targets);
            parameter.Value.AsSpan<float>()[index] = value - Step;
            var below = program.Run(batch, 1.0 / batch.Targets);
            parameter.Value.AsSpan<float>()[index] = value;
            gradient[index].ShouldNotBe(0);
            ((above - below) / (2 * Step)).ShouldBe(gradient[index], (0.05 * Math.Abs(gradient[index])) + 2e-3, parameter.Name);
        }
    }

    [Fact]
    public void A_row_without_texts_has_the_loss_of_its_tokens_alone()
    {
        var (model, tokens) = Subject("decoder");
        var sequence = Sequences.Of(64, Sequences.Document(12, 1, 60));
        var (with, without) = (Sequences.Fill(new TextContrast(tokens), sequence), Sequences.Fill(tokens, sequence));

        new ObjectiveProgram(model, new TextContrast(tokens), 1, 64, withGradients: false).Run(with, 0.1).ShouldBe(new ObjectiveProgram(model, tokens, 1, 64, withGradients: false).Run(without, 0.1), 1e-6);
    }

    [Fact]
    public void Settings_and_models_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentException>(() => new TextContrast(new NextToken()) { Factor = 0 }).Message.ShouldContain("above 0");
        Should.Throw<ArgumentException>(() => new TextContrast(new NextToken()) { Temperature = double.NaN }).Message.ShouldContain("above 0");
        new TextContrast(new NextToken()).FindMisfit(Encoder).ShouldNotBeNull();
        new TextContrast(new NextToken()).FindMisfit(Decoder).ShouldBeNull();
    }

    private static (Model Model, TokenObjective Tokens) Subject(string kind)
    {
        var model = Model.Create(kind == "encoder" ? Encoder : Decoder, new CpuBackend(1));
        model.Initialize(1);
        return (model, kind == "encoder" ? new MaskedTokens(TinyTraining.Vocabulary, Mask, [0]) : new NextToken());
    }

    private static ObjectiveBatch Filled(Objective objective)
    {
        var batch = new ObjectiveBatch(objective, 2, 64);
        batch.Read(new Sequences.One(Sequence), 0, 0);
        batch.Read(new Sequences.One(Sequences.Of(64, Sequences.Document(40, 1, 60, seed: 4))), 1, 1);
        return batch;
    }

    private static Tensor[] Inputs(Model model, Objective objective) =>
    [
        .. objective.Inputs(2, 64).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32)),
        .. objective.Numbers(2, 64).Select(shape => Tensor.Input(model.Backend, shape)),
    ];

    private static double[] Mean(float[] states, int start, int end)
    {
        var width = Decoder.HiddenSize;
        double[] mean = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(start, end - start).Average(row => (double)states[(row * width) + i]))];
        var length = Math.Sqrt(mean.Sum(static x => x * x));
        return [.. mean.Select(x => x / length)];
    }
}
