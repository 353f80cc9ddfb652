using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Null;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class MultiTokenTests
{
    private const int Heads = 4;
    private static readonly ModelConfig Config = TinyTraining.Config with { PredictedTokens = Heads };
    private static readonly MultiToken Objective = new(Heads);

    private static readonly PackedSequence Sequence = Sequences.Of(
        TinyTraining.Context, Sequences.Document(11, 1, 60), Sequences.Document(2, 1, 60, seed: 2), Sequences.Document(14, 1, 60, seed: 3));

    [Fact]
    public void Each_head_is_asked_for_a_token_further_on_and_never_for_one_of_another_document()
    {
        var batch = Sequences.Fill(Objective, Sequence);
        foreach (var (start, end) in Sequence.Documents())
        {
            for (var head = 0; head < Heads; head++)
            {
                for (var i = start; i < end; i++)
                {
                    batch.Values[3 + head][i].ShouldBe(end <= 27 && i + head + 1 < end ? Sequence.Tokens[i + head + 1] : -1);
                }
            }
        }

        // 10 + 9 + 8 + 7 of the first document, 1 of the second, 13 + 12 + 11 + 10 of the third.
        batch.Targets.ShouldBe(34 + 1 + 46);
    }

    [Fact]
    public void What_the_data_do_not_train_no_head_is_asked_for()
    {
        var sequence = Sequences.Of(8, [1, 2, 3, 4, 5, 6, 7, 8]);
        sequence.Targets[2] = -1;

        var batch = Sequences.Fill(new MultiToken(2), sequence);

        batch.Values[3].ShouldBe([2, 3, -1, 5, 6, 7, 8, -1]);
        batch.Values[4].ShouldBe([3, -1, 5, 6, 7, 8, -1, -1]);
    }

    [Fact]
    public void The_loss_is_the_sum_of_those_of_its_heads()
    {
        var model = NewModel();
        var batch = Sequences.Fill(Objective, Sequence);
        var program = new ObjectiveProgram(model, Objective, 1, TinyTraining.Context, withGradients: false);

        var all = program.Run(batch, 1);

        var perTarget = program.Losses.ToArray();
        perTarget.Sum(static loss => (double)loss).ShouldBe(all, tolerance: 1e-3);
        var sum = 0.0;
        for (var head = 0; head < Heads; head++)
        {
            // A batch in which all other heads are asked for nothing.
            var one = Sequences.Fill(Objective, Sequence);
            for (var other = 0; other < Heads; other++)
            {
                if (other != head)
                {
                    one.Row(3 + other, 0).Fill(-1);
                }
            }

            var loss = program.Run(one, 1);
            perTarget.Skip(head * TinyTraining.Context).Take(TinyTraining.Context).Sum(static loss => (double)loss).ShouldBe(loss, tolerance: 1e-3);
            sum += loss;
        }

        sum.ShouldBe(all, tolerance: 1e-3);
    }

    [Fact]
    public void The_first_head_says_what_next_token_prediction_says()
    {
        var model = NewModel();
        var next = new ObjectiveProgram(model, new NextToken(), 1, TinyTraining.Context, withGradients: false);
        next.Run(Sequences.Fill(new NextToken(), Sequence), 1);
        var ahead = new ObjectiveProgram(model, Objective, 1, TinyTraining.Context, withGradients: false);
        ahead.Run(Sequences.Fill(Objective, Sequence), 1);

        ahead.Losses[..TinyTraining.Context].ToArray().ShouldBe(next.Losses.ToArray());
    }

    [Fact]
    public void The_memory_saving_order_gives_the_gradients_of_the_plain_one()
    {
        var (saving, plain) = (Gradients(Objective), Gradients(new MultiToken(Heads) { OneHeadAtATime = false }));

        var largest = plain.Max(MathF.Abs);
        saving.Zip(plain, static (a, b) => MathF.Abs(a - b)).Max().ShouldBeLessThan(1e-6f * Math.Max(1, largest));
        largest.ShouldBeGreaterThan(0.1f);

        static float[] Gradients(Objective objective)
        {
            var model = NewModel();
            new ObjectiveProgram(model, objective, 1, TinyTraining.Context, withGradients: true).Run(Sequences.Fill(objective, Sequence), 1.0 / 81);
            return [.. model.Parameters.All.SelectMany(static parameter => parameter.Gradient.AsSpan<float>().ToArray())];
        }
    }

    [Fact]
    public void One_head_is_next_token_prediction()
    {
        var model = TinyTraining.NewModel();
        var one = new ObjectiveProgram(model, new MultiToken(1), 1, TinyTraining.Context, withGradients: false);
        var next = new ObjectiveProgram(model, new NextToken(), 1, TinyTraining.Context, withGradients: false);

        one.Run(Sequences.Fill(new MultiToken(1), Sequence), 1).ShouldBe(next.Run(Sequences.Fill(new NextToken(), Sequence), 1));
    }

    [Fact]
    public void Four_heads_on_a_trunk_train_in_at_most_a_tenth_more_memory_than_one_block_on_it()
    {
        // The sizes of GPT-2 small, 8 sequences of 1024 tokens. Trunks of eleven blocks: one block more is the next-token model, four heads the other.
        var next = new ModelConfig { VocabularySize = 50257, HiddenSize = 768, Layers = 12, Heads = 12, KeyValueHeads = 12, IntermediateSize = 2048, ContextLength = 1024 };
        var ahead = next with { Layers = 11, PredictedTokens = Heads };

        var (one, four) = (Arena(next, new NextToken()), Arena(ahead, Objective));

        ((double)four / one).ShouldBeLessThan(1.1);

        // And the other way round: kept inside, the four heads take more.
        Arena(ahead, new MultiToken(Heads) { OneHeadAtATime = false }).ShouldBeGreaterThan(four * 11 / 10);

        static long Arena(ModelConfig config, Objective objective)
            => new ObjectiveProgram(Model.Create(config, NullBackend.Instance), objective, 8, config.ContextLength, withGradients: true).Program.ArenaBytes;
    }

    [Theory]
    [InlineData(1, "The model has 1 head for tokens ahead and the objective 4; both must be the same.")]
    [InlineData(2, "The model has 2 heads for tokens ahead and the objective 4; both must be the same.")]
    [InlineData(4, null)]
    public void A_model_with_another_number_of_heads_is_refused_with_a_sentence(int heads, string? sentence)
        => Objective.FindMisfit(Config with { PredictedTokens = heads }).ShouldBe(sentence);

    private static Transformer NewModel()
    {
        var model = TinyTraining.NewModel(config: Config);

        // Weights large enough that heads differ.
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank == 2))
        {
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight *= 5;
            }
        }

        return model;
    }
}
