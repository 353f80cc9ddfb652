using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Checks;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Tasks;

namespace Sinter.Training.Tests.Checks;

public sealed class TrainingChecksTests
{
    private static readonly TaskDescription Classify = new() { Task = TaskKind.Classify, Labels = ["bad", "good"] };

    private static readonly TaskItem[] Items = [.. Enumerable.Range(0, 12).Select(static i => new TaskItem(string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "cat" : "river", 1 + (i % 5)))) { Label = i % 2 == 0 ? "good" : "bad", Target = "a dog" })];

    [Theory]
    [InlineData("encoder", "classify", true)]
    [InlineData("decoder", "classify", false)]
    [InlineData("decoder", "generate", true)]
    public void A_sound_training_passes_and_nothing_of_it_is_changed(string kind, string name, bool freezes)
    {
        var (model, objective, data) = Sound(kind, name, freezes);
        var weights = TinyTraining.Weights(model);
        var options = Options(objective);

        var checks = TrainingChecks.Run(model, objective, data, options, new() { Tokenizer = TaskSubjects.Of(kind).Tokenizer, HasNewHead = name == "classify" }, TestContext.Current.CancellationToken);

        checks.Select(static check => check.Name).ShouldBe(["micro-batches", "neighbours", "end of text", "frozen weights", "start loss"]);
        checks.ShouldAllBe(static check => check.Passed && check.Sentence.EndsWith('.') && check.Seconds >= 0);
        checks.Select(static check => check.IsSkipped).ShouldBe([false, false, name == "classify", !freezes, false]);
        TinyTraining.Weights(model).ShouldBe(weights);
        model.Parameters.Trained.SelectMany(static parameter => parameter.Gradient.ToArray<float>()).Any(static gradient => gradient != 0).ShouldBeFalse();
    }

    [Fact]
    public void A_training_after_the_checks_is_the_same_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        Train(check: true).ShouldBe(Train(check: false));

        byte[] Train(bool check)
        {
            var (model, objective, data) = Sound("encoder", "classify", freezes: true);
            var options = Options(objective);
            if (check)
            {
                TrainingChecks.Run(model, objective, data, options, cancellation: TestContext.Current.CancellationToken);
            }

            new Trainer(model, data, null, options, folder.File(check ? "checked" : "plain"), new RecordingObserver()).Run(TestContext.Current.CancellationToken);
            return TinyTraining.Weights(model);
        }
    }

    [Theory]
    [InlineData("neighbours")]
    [InlineData("micro-batches")]
    [InlineData("frozen weights")]
    [InlineData("start loss")]
    public void An_objective_with_a_fault_fails_its_check_and_no_other(string fault)
    {
        var (model, objective, data) = Sound("decoder", "generate", freezes: true);
        var faulty = new Faulty(objective, fault, model);

        var checks = TrainingChecks.Run(model, faulty, data, Options(faulty), cancellation: TestContext.Current.CancellationToken);

        checks.Where(static check => !check.Passed).Select(static check => check.Name).ShouldBe([fault]);
    }

    [Fact]
    public void Gradients_that_were_there_are_there_afterwards()
    {
        var (model, objective, data) = Sound("encoder", "classify", freezes: true);
        model.Parameters.Trained[0].Gradient.AsSpan<float>()[0] = 5;

        TrainingChecks.Run(model, objective, data, Options(objective), cancellation: TestContext.Current.CancellationToken);

        model.Parameters.Trained[0].Gradient.AsSpan<float>()[0].ShouldBe(5);
    }

    [Fact]
    public void Texts_without_a_trained_end_fail()
    {
        var (model, objective, _) = Sound("decoder", "generate", freezes: false);
        var tokens = TaskSubjects.Bpe.Encode("the cat sat");
        var data = new ExampleSet([new Example(Passage.OfText(tokens, Enumerable.Repeat(true, tokens.Length).ToArray()))], 16, TaskSubjects.Bpe.VocabularySize);

        var check = TrainingChecks.Run(model, objective, data, Options(objective), new() { Tokenizer = TaskSubjects.Bpe }, TestContext.Current.CancellationToken).Single(static check => check.Name == "end of text");

        check.Passed.ShouldBeFalse();
        check.Sentence.ShouldContain("never learn to stop");
    }

    [Fact]
    public void A_new_head_that_knows_the_answers_already_fails()
    {
        var (model, objective, data) = Sound("encoder", "classify", freezes: false);
        model.Parameters["classifier.bias"].Value.AsSpan<float>()[0] = 20;
        var one = new ExampleSet([data.Examples.First(static example => example.Passages[0].Targets[^1] == 0)], 16, data.VocabularySize);

        TrainingChecks.Run(model, objective, one, Options(objective), new() { HasNewHead = true }, TestContext.Current.CancellationToken).Where(static check => !check.Passed).ShouldHaveSingleItem().Sentence.ShouldContain("sees the answers");
    }

    [Fact]
    public void A_head_without_gradient_is_seen()
    {
        var (model, objective, data) = Sound("encoder", "classify", freezes: true);

        TrainingChecks.Run(model, objective, data, Options(objective) with { RateFactor = static (_, _) => 0 }, cancellation: TestContext.Current.CancellationToken)
            .Single(static check => check.Name == "frozen weights").Sentence.ShouldContain("changed no weight at all");
    }

    [Fact]
    public void The_mask_shows_what_is_trained()
    {
        var (_, objective, data) = Sound("decoder", "generate", freezes: false);

        var parts = LossMask.Of(objective, data, TaskSubjects.Bpe);

        parts.Count.ShouldBe(2);
        parts[0].IsTrained.ShouldBeFalse();
        parts[0].Text.ShouldStartWith("<|endoftext|>");
        parts[1].ShouldBe(new MaskPart("a dog<|endoftext|>", true));
    }

    private static TrainingOptions Options(Objective objective) => new() { Steps = 6, BatchSize = 2, LearningRate = 1e-2, WarmupSteps = 1, Objective = objective };

    private static (Model Model, Objective Objective, ExampleSet Data) Sound(string kind, string name, bool freezes)
    {
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var task = name == "classify" ? Classify : new() { Task = TaskKind.Generate };
        var config = TaskModel.Describe(trunk, task);
        var model = TaskSubjects.Model(config, tuning: freezes ? new ModelTuning { Trains = TrainedParts.LastLayers(config, 1) } : null);
        return (model, TaskModel.Objective(task, config, tokenizer), new TaskEncoder(task, config, tokenizer).Encode(Items).Pack());
    }

    /// <summary>An objective of text with one fault.</summary>
    private sealed class Faulty(Objective inner, string fault, Model model) : Objective
    {
        public override string Name => "faulty";

        public override string? FindMisfit(ModelConfig model) => inner.FindMisfit(model);

        public override IReadOnlyList<Shape> Inputs(int batch, int time) => inner.Inputs(batch, time);

        public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
        {
            var targets = inner.Fill(sequence, place, batch, row);
            if (fault == "neighbours")
            {
                // All texts of the row are taken for one.
                batch.Row(2, row).Clear();
            }

            return targets;
        }

        public override void Clear(ObjectiveBatch batch, int row) => inner.Clear(batch, row);

        public override LossTensors Loss(Model recorded, IReadOnlyList<Tensor> inputs, Tensor scale)
        {
            var loss = inner.Loss(recorded, inputs, scale);
            switch (fault)
            {
                case "micro-batches":
                    // A mean over the rows in place of a sum over the targets.
                    return loss with { Loss = loss.Loss / inputs[0].Shape[0] };
                case "start loss":
                    return new(loss.Loss.Affine(10), loss.Losses.Affine(10));
                case "frozen weights":
                    // What prepares a step changes the last bit of what should stay.
                    ref var weight = ref model.Parameters.All.First(static parameter => !parameter.Value.RequiresGradient).Value.AsSpan<float>()[0];
                    weight = MathF.BitIncrement(weight);
                    return loss;
                default:
                    return loss;
            }
        }
    }
}
