using Sinter.Models;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Tasks;

namespace Sinter.Training.Tests.Objectives;

public sealed class TextObjectiveTests
{
    private static readonly TaskDescription Classify = new() { Task = TaskKind.Classify, Labels = ["bad", "good", "odd"] };
    private static readonly TaskItem[] Items =
    [
        new("the film is good") { Label = "good" }, new("a bad film") { Label = "bad", Weight = 2.5 }, new("") { Label = "odd", Weight = 0.25 },
        new("who sat on the mat the cat sat on the mat") { Label = "bad" }, new("red river") { Label = "good", Weight = 0 },
    ];

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void The_loss_is_that_of_the_predictions_each_times_its_weight(string kind)
    {
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var config = TaskModel.Describe(trunk, Classify);
        var model = TaskSubjects.Model(config, scale: 8);
        var data = new TaskEncoder(Classify, config, tokenizer).Encode(Items).Pack();
        const double Smoothing = 0.1;
        var objective = TaskModel.Objective(Classify, config, tokenizer, new() { IsWeighted = true, LabelSmoothing = Smoothing });

        var expected = new TaskPredictor(model, tokenizer, Classify).Predict(Items).Zip(Items).Sum(pair =>
        {
            var right = Classify.Labels.ToList().IndexOf(pair.Second.Label!);
            var logs = pair.First.Probabilities.Select(static probability => Math.Log(probability)).ToArray();
            return -pair.Second.Weight * (((1 - Smoothing) * logs[right]) + (Smoothing * logs.Average()));
        });

        Sum(model, objective, data).ShouldBe(expected, 1e-4);
        new LossMeter(model, data, 2, objective).Measure(long.MaxValue).Nats.ShouldBe(new TaskPredictor(model, tokenizer, Classify).Predict(Items).Zip(Items).Sum(pair => -Math.Log(pair.First.Probabilities[Classify.Labels.ToList().IndexOf(pair.Second.Label!)])), 1e-4);
    }

    [Theory]
    [InlineData("encoder", "classify")]
    [InlineData("decoder", "classify")]
    [InlineData("decoder", "similarity")]
    [InlineData("encoder", "choice")]
    [InlineData("decoder", "choice")]
    [InlineData("encoder", "tokens")]
    [InlineData("decoder", "auxiliary")]
    public void The_loss_is_the_same_however_texts_share_rows(string kind, string name)
    {
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var (task, items, options) = Subject(name);
        var config = TaskModel.Describe(trunk, task);
        var model = TaskSubjects.Model(config, scale: 8);
        var examples = new TaskEncoder(task, config, tokenizer).Encode(items);
        var objective = TaskModel.Objective(task, config, tokenizer, options);

        // Rows of one example, of some, and of all.
        var shortest = examples.Examples.Max(static example => example.Length);
        var losses = ((int[])[shortest, shortest * 2, Math.Min(shortest * 8, task.Task == TaskKind.Tokens ? 48 : 4000)]).Select(length => Sum(model, objective, examples.Pack(Math.Max(length, 16)))).ToArray();

        losses[0].ShouldBeGreaterThan(0);
        losses.ShouldAllBe(loss => Math.Abs(loss - losses[0]) < 1e-3 * losses[0]);
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("similarity")]
    [InlineData("choice")]
    [InlineData("tokens")]
    [InlineData("qa")]
    [InlineData("auxiliary")]
    [InlineData("instruct")]
    [InlineData("smoothed")]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        var (task, items, options) = Subject(name);
        var config = TaskModel.Describe(TaskSubjects.Decoder(), task);
        var tokenizer = TaskSubjects.Bpe;
        var model = TaskSubjects.Model(config, scale: 4);
        var data = new TaskEncoder(task, config, tokenizer).Encode(items).Pack();
        var objective = TaskModel.Objective(task, config, tokenizer, options with { EmbeddingNoise = 5 });
        var program = new ObjectiveProgram(model, objective, (int)data.Sequences, data.ContextLength, withGradients: true);
        var batch = Batch(objective, data);
        program.Run(batch, 1.0 / batch.Targets);
        var gradients = model.Parameters.Trained.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Gradient.ToArray<float>(), StringComparer.Ordinal);

        foreach (var parameter in model.Parameters.Trained.Where(static parameter => parameter.Name is "embedding" or "0.attention.qkv" or "1.feedForward.down" or "classifier"))
        {
            // The largest element stands out of the rounding.
            var gradient = gradients[parameter.Name];
            var index = Array.IndexOf(gradient.Select(Math.Abs).ToArray(), gradient.Max(Math.Abs));
            gradient[index].ShouldNotBe(0);
            var values = parameter.Value.AsSpan<float>();
            var value = values[index];
            const float Step = 2e-2f;
            values[index] = value + Step;
            var above = program.Run(batch, 1.0 / batch.Targets);
            parameter.Value.AsSpan<float>()[index] = value - Step;
            var below = program.Run(batch, 1.0 / batch.Targets);
            parameter.Value.AsSpan<float>()[index] = value;
            ((above - below) / (2 * Step)).ShouldBe(gradient[index], 0.05 * Math.Abs(gradient[index]) + 1e-3, parameter.Name);
        }
    }

    [Fact]
    public void A_question_with_fewer_choices_is_asked_among_those()
    {
        var task = new TaskDescription { Task = TaskKind.Choice, Choices = 4 };
        var item = new TaskItem("the cat") { Choices = ["red", "blue"], Right = 1 };
        var config = TaskModel.Describe(TaskSubjects.Encoder(), task);
        var model = TaskSubjects.Model(config, scale: 8);

        var measured = new LossMeter(model, new TaskEncoder(task, config, TaskSubjects.WordPiece).Encode([item]).Pack(), 1, TaskModel.Objective(task, config, TaskSubjects.WordPiece)).Measure(1);

        var prediction = new TaskPredictor(model, TaskSubjects.WordPiece, task).Predict(item);
        prediction.Probabilities.Count.ShouldBe(2);
        measured.Nats.ShouldBe(-Math.Log(prediction.Probabilities[1]), 1e-4);
        measured.Accuracy.ShouldBe(prediction.Class == 1 ? 1 : 0);
        measured.Targets.ShouldBe(1);
    }

    [Fact]
    public void Numbers_are_learned_by_their_squared_error()
    {
        var task = new TaskDescription { Task = TaskKind.Regress }.ForNumbers([1, 3]);
        (task.Offset, task.Scale).ShouldBe((2, 1));
        TaskItem[] items = [new("cat") { Score = 1, Weight = 3 }, new("dog") { Score = 3 }];
        var config = TaskModel.Describe(TaskSubjects.Encoder(), task);
        var model = TaskSubjects.Model(config, scale: 8);
        var data = new TaskEncoder(task, config, TaskSubjects.WordPiece).Encode(items).Pack();
        var scores = new TaskPredictor(model, TaskSubjects.WordPiece, task).Predict(items).Select(static prediction => prediction.Score!.Value).ToArray();

        Sum(model, TaskModel.Objective(task, config, TaskSubjects.WordPiece, new() { IsWeighted = true }), data).ShouldBe((3 * Math.Pow(scores[0] - 1, 2)) + Math.Pow(scores[1] - 3, 2), 1e-3);
        new LossMeter(model, data, 1, TaskModel.Objective(task, config, TaskSubjects.WordPiece)).Measure(long.MaxValue).Nats.ShouldBe(Math.Pow(scores[0] - 1, 2) + Math.Pow(scores[1] - 3, 2), 1e-3);
    }

    [Fact]
    public void Noise_on_embeddings_is_bounded_drawn_anew_at_each_place_and_not_measured()
    {
        var config = TaskModel.Describe(TaskSubjects.Decoder(), Classify);
        var data = new TaskEncoder(Classify, config, TaskSubjects.Bpe).Encode(Items.Take(1)).Pack();
        var objective = TaskModel.Objective(Classify, config, TaskSubjects.Bpe, new() { EmbeddingNoise = 5 });
        var length = data.Examples[0].Length;
        var bound = 5 / Math.Sqrt(length * config.HiddenSize);

        var (first, again, other) = (Noise(0), Noise(0), Noise(1));

        first.ShouldBe(again);
        first.ShouldNotBe(other);
        first.Max(Math.Abs).ShouldBeInRange((float)(0.9 * bound), (float)bound);
        first.Take(length * config.HiddenSize).Average().ShouldBe(0, bound / 5);
        first.Skip(length * config.HiddenSize).ShouldAllBe(static number => number == 0);
        objective.Measured.Numbers(1, 8).ShouldBeEmpty();

        float[] Noise(long place)
        {
            var batch = new ObjectiveBatch(objective, 1, data.ContextLength);
            var sequence = new PackedSequence(data.ContextLength, objective.Channels);
            sequence.Read(data, 0);
            objective.Fill(sequence, place, batch, 0);
            return batch.Numbers[^1];
        }
    }

    [Fact]
    public void What_a_model_cannot_do_is_told()
    {
        var untied = TaskSubjects.Decoder() with { TieEmbeddings = false };
        Should.Throw<InvalidDataException>(() => TaskModel.Objective(Classify, TaskModel.Describe(untied, Classify), TaskSubjects.Bpe, new() { AuxiliaryLoss = 0.5 })).Message.ShouldContain("set its factor to 0");
        Should.Throw<InvalidDataException>(() => TaskModel.Objective(Classify, TaskModel.Describe(TaskSubjects.Encoder(), Classify), TaskSubjects.WordPiece, new() { AuxiliaryLoss = 0.5 })).Message.ShouldContain("is none");
        Should.Throw<InvalidDataException>(() => TaskModel.Describe(Seq2SeqModels.T5(300), Classify)).Message.ShouldContain("write text only");
        Should.Throw<ArgumentException>(() => TaskModel.Objective(Classify, TaskModel.Describe(TaskSubjects.Decoder(), Classify), TaskSubjects.Bpe, new() { EmbeddingNoise = -1 })).Message.ShouldContain("-1");
    }

    private static ObjectiveBatch Batch(Objective objective, ExampleSet data)
    {
        var batch = new ObjectiveBatch(objective, (int)data.Sequences, data.ContextLength);
        for (var row = 0; row < batch.Size; row++)
        {
            batch.Read(data, row, row);
        }

        return batch;
    }

    /// <summary>The loss of all data as training has it, a sum.</summary>
    private static double Sum(Model model, Objective objective, ExampleSet data)
        => new ObjectiveProgram(model, objective, (int)data.Sequences, data.ContextLength, withGradients: true).Run(Batch(objective, data), 1);

    private static (TaskDescription, TaskItem[], TaskObjectiveOptions) Subject(string name) => name switch
    {
        "classify" => (Classify, Items, new() { IsWeighted = true }),
        "auxiliary" => (Classify, Items, new() { IsWeighted = true, AuxiliaryLoss = 0.5 }),
        "similarity" => (new() { Task = TaskKind.Pair, BothOrders = true }, [.. Items.Select(static (item, i) => item with { Second = "a dog ran", Score = i - 1 })], new() { IsWeighted = true }),
        "choice" => (new() { Task = TaskKind.Choice, Choices = 3 }, [.. Items.Select(static (item, i) => item with { Choices = i % 2 == 0 ? ["red", "a cat", "blue"] : ["a cat", "green"], Right = i % 2 })], new() { IsWeighted = true }),
        "tokens" => (new() { Task = TaskKind.Tokens, Labels = ["a", "b"] }, [new("") { Words = ["the", "cat", "sat"], Tags = ["a", "b", "a"], Weight = 2 }, new("") { Words = ["river"], Tags = ["b"] }, new("") { Words = ["red", "dog"], Tags = ["a", "b"] }], new() { IsWeighted = true }),
        "qa" => (new() { Task = TaskKind.Qa }, [new("who sat") { Second = "the cat sat", Answers = [new("cat", 4)] }, new("who ran") { Second = "the cat sat", Answers = [] }], new()),
        "smoothed" => (new() { Task = TaskKind.Generate }, [new("who sat") { Target = "the cat" }], new() { LabelSmoothing = 0.3 }),
        _ => (new() { Task = TaskKind.Generate }, [new("who sat") { Target = "the cat", Weight = 2 }, new("who ran") { Target = "a dog" }], new() { IsWeighted = true }),
    };
}
