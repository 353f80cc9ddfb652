using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class RewardObjectiveTests : IDisposable
{
    private const int Pairs = 7;

    private static readonly ModelConfig Config = TinyTraining.Config.WithHead(ModelHead.Reward);

    private readonly TinyTraining _tiny = new();

    public static TheoryData<RewardOptions> Some => new((RewardOptions[])[new(), new() { MarginWeight = 0.3 }, new() { Centering = 0.1 }]);

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Some))]
    public void The_loss_compares_the_rewards_of_both_sides_in_any_packing(RewardOptions options)
    {
        var model = TinyPairs.NewModel(2, Config);
        var pairs = TinyPairs.Make(Pairs);
        var scorer = new RewardScorer(model, batchSize: 1);
        var expected = pairs.Select((pair, i) =>
        {
            // Each text by itself.
            double[] rewards = [.. pair.Passages.Select(passage => scorer.Score([passage.Tokens])[0])];
            return Math.Log(1 + Math.Exp(rewards[1] - rewards[0] + (options.MarginWeight * i))) + (options.Centering * Math.Pow(rewards[0] + rewards[1], 2));
        }).Average();
        var objective = new RewardObjective(TextPooling.Last, options);

        var (loss, gradients) = TinyPairs.Run(model, objective, new ExampleSet(pairs, TinyTraining.Context, TinyTraining.Vocabulary), batchSize: 1, Pairs);
        var alone = TinyPairs.Run(model, objective, new ExampleSet(pairs, 3 * TinyTraining.Context, TinyTraining.Vocabulary, mostInRow: 1), batchSize: 4, Pairs);

        loss.ShouldBe(expected, 1e-5 * Math.Max(1, expected));
        alone.Loss.ShouldBe(loss, 1e-5 * Math.Max(1, loss));
        alone.Gradients.Zip(gradients, static (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThan(2e-5f * gradients.Max(Math.Abs));
    }

    [Fact]
    public void Scores_are_the_same_alone_and_among_others_and_after_a_way_through_a_folder()
    {
        var model = TinyPairs.NewModel(2, Config);
        var scorer = new RewardScorer(model, batchSize: 3);
        int[][] texts = [.. TinyPairs.Make(20).SelectMany(static pair => pair.Passages).Select(static passage => passage.Tokens)];

        var all = scorer.Score(texts, TestContext.Current.CancellationToken);
        var alone = texts.Select(text => scorer.Score([text], TestContext.Current.CancellationToken)[0]).ToArray();
        using var folder = new TemporaryFolder();
        ModelFolder.Write(folder.File("reward"), model.Config, ModelWeights.ToWrite(model));
        var loaded = RewardScorer.Load(folder.File("reward"), model.Backend).Score(texts, TestContext.Current.CancellationToken);

        all.Zip(alone, static (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThan(1e-5);
        loaded.Zip(all, static (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThan(1e-5);
        all.Distinct().Count().ShouldBeGreaterThan(30);
        scorer.Score([], TestContext.Current.CancellationToken).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => scorer.Score([[]], TestContext.Current.CancellationToken)).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => scorer.Score([new int[TinyTraining.Context + 1]], TestContext.Current.CancellationToken)).Message.ShouldContain("context");
    }

    [Fact]
    public void A_reward_model_learns_which_completion_was_chosen()
    {
        var model = Model.Create(Config, new Tensors.Cpu.CpuBackend(1));
        model.Initialize(1);
        var (train, heldOut) = (TinyPairs.Make(60), TinyPairs.Make(60, seed: 4));
        ExampleSet Rows(Example[] pairs) => new(pairs, TinyTraining.Context, TinyTraining.Vocabulary);
        var options = new TrainingOptions { Objective = new RewardObjective(TextPooling.Last, new RewardOptions { Centering = 0.01 }), Steps = 60, BatchSize = 8, LearningRate = 3e-3, WarmupSteps = 5, ValidateEvery = 60 };
        var observer = new RecordingObserver();
        PreferenceStart.Check(model, Rows(train), options.Objective).ShouldSatisfyAllConditions(
            start => start.Loss.ShouldBe(Math.Log(2), 0.1),
            start => start.Expected.ShouldBeNull());

        new Trainer(model, Rows(train), Rows(heldOut), options, _tiny.Checkpoints, observer).Run(TestContext.Current.CancellationToken);

        var measured = RewardMeter.Measure(new RewardScorer(model), heldOut, TestContext.Current.CancellationToken);
        measured.Accuracy.Rate.ShouldBeGreaterThan(0.85);
        measured.MeanMargin.ShouldBeGreaterThan(0.5);
        observer.Validations[^1].Accuracy!.Value.ShouldBe(measured.Accuracy.Rate, 0.02);
    }

    [Fact]
    public void What_gives_no_rewards_is_refused()
    {
        Should.Throw<InvalidDataException>(static () => new RewardScorer(TinyTraining.NewModel())).Message.ShouldContain("no reward");
        new RewardObjective(TextPooling.First).FindMisfit(Config)!.ShouldContain("pools");
        Should.Throw<ArgumentException>(static () => new RewardObjective(TextPooling.Last, new RewardOptions { Centering = -1 }));
        var single = new ExampleSet([new Example(TinyPairs.Passage([1, 2], [3], 0))], 16, TinyTraining.Vocabulary);
        Should.Throw<InvalidDataException>(() => new ObjectiveBatch(new RewardObjective(TextPooling.Last), 1, 16).Read(single, 0, 0)).Message.ShouldContain("no pairs");
    }
}
