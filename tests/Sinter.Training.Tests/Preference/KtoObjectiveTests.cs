using Sinter.Training.Examples;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class KtoObjectiveTests : IDisposable
{
    private const int Count = 9;

    private readonly TinyTraining _tiny = new();

    private static KtoOptions Options { get; } = new() { Beta = 0.2, DesirableWeight = 1.3, UndesirableWeight = 0.8 };

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_loss_is_the_formula_of_the_paper_in_double_precision()
    {
        var (model, reference) = (TinyPairs.NewModel(3), TinyPairs.NewModel(2));
        var examples = ReferenceLogProbabilities.Compute(reference, Judged(Count)).Examples;
        var point = PointOfReference(examples, Ratio);

        var (loss, _) = TinyPairs.Run(model, new KtoObjective(Options), Row(examples), 1, Count, withGradients: false);

        point.ShouldBeGreaterThan(0);
        loss.ShouldBe(examples.Average((example) => Loss(example, Ratio(example.Passages[0]), point)), 1e-5);

        double Ratio(Passage passage) => TinyPairs.LogProbability(model, passage).Sum - TinyPairs.LogProbability(reference, passage).Sum;
    }

    [Fact]
    public void The_gradient_is_that_of_a_fixed_point_of_reference()
    {
        const double Step = 1e-4;
        var (model, reference) = (TinyPairs.NewModel(3), TinyPairs.NewModel(2));
        var examples = ReferenceLogProbabilities.Compute(reference, Judged(Count)).Examples;
        double Ratio(Passage passage) => TinyPairs.LogProbability(model, passage).Sum - TinyPairs.LogProbability(reference, passage).Sum;
        var point = PointOfReference(examples, Ratio);
        var direction = TinyPairs.Direction(model, 5);
        var (_, gradients) = TinyPairs.Run(model, new KtoObjective(Options), Row(examples), 1, Count);
        var slope = gradients.Zip(direction, static (gradient, along) => (double)gradient * along).Sum();

        TinyPairs.Move(model, direction, Step);
        var above = examples.Average(example => Loss(example, Ratio(example.Passages[0]), point));
        var moved = PointOfReference(examples, Ratio);
        TinyPairs.Move(model, direction, -2 * Step);
        var below = examples.Average(example => Loss(example, Ratio(example.Passages[0]), point));

        Math.Abs(moved - point).ShouldBeGreaterThan(1e-4);
        ((above - below) / (2 * Step)).ShouldBe(slope, 0.02 * Math.Max(1, Math.Abs(slope)));
    }

    [Fact]
    public void Without_completions_of_others_the_point_of_reference_is_0()
    {
        var (model, reference) = (TinyPairs.NewModel(3), TinyPairs.NewModel(2));
        Example[] alone = [.. Judged(Count).Select(static example => new Example(example.Passages[0]))];
        var examples = ReferenceLogProbabilities.Compute(reference, alone).Examples;

        var (loss, _) = TinyPairs.Run(model, new KtoObjective(Options), Row(examples), 1, Count, withGradients: false);

        loss.ShouldBe(examples.Average(example => Loss(example, TinyPairs.LogProbability(model, example.Passages[0]).Sum - TinyPairs.LogProbability(reference, example.Passages[0]).Sum, 0)), 1e-5);
    }

    [Fact]
    public void Training_makes_the_desirable_likelier_than_the_undesirable()
    {
        var start = TinyTraining.NewModel();
        var data = Row(ReferenceLogProbabilities.Compute(start, Judged(30)).Examples, TinyTraining.Context);
        var observer = new RecordingObserver();
        var options = new TrainingOptions { Objective = new KtoObjective(), Steps = 60, BatchSize = 4, LearningRate = 3e-3, WarmupSteps = 5, ValidateEvery = 60 };
        PreferenceStart.Check(start, data, options.Objective).ShouldBe(new PreferenceStart(0.5, 0.5, 30), new StartComparer());

        new Trainer(TinyTraining.NewModel(), data, data, options, _tiny.Checkpoints, observer).Run(TestContext.Current.CancellationToken);

        observer.Steps[^1].Loss.ShouldBeLessThan(0.35);
        observer.Validations[^1].Accuracy!.Value.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Few_of_one_side_weigh_more()
    {
        KtoOptions.Balanced(100, 300).ShouldBe(new KtoOptions { DesirableWeight = 3 });
        KtoOptions.Balanced(30, 10).ShouldBe(new KtoOptions { UndesirableWeight = 3 });
        KtoOptions.Balanced(0, 10).DesirableWeight.ShouldBe(1);
        Should.Throw<ArgumentException>(static () => new KtoObjective(new KtoOptions { Beta = -1 }));
        Should.Throw<ArgumentException>(static () => new KtoObjective(new KtoOptions { DesirableWeight = double.NaN }));
    }

    /// <summary>By turns chosen completions, desirable, and rejected ones, undesirable, each with the completion of the next.</summary>
    private static Example[] Judged(int count)
    {
        var pairs = TinyPairs.Make(count);
        return [.. pairs.Select((pair, i) =>
        {
            var own = pair.Passages[i % 2];
            var other = pairs[(i + 1) % count].Passages[1 - (i % 2)];
            int[] Prompt(Passage passage) => passage.Tokens[..(passage.Targets.AsSpan().IndexOfAnyExcept(-1) + 1)];
            int[] Completion(Passage passage) => passage.Tokens[(passage.Targets.AsSpan().IndexOfAnyExcept(-1) + 1)..];
            return new Example([TinyPairs.Passage(Prompt(own), Completion(own), i % 2 == 0 ? 1 : -1), TinyPairs.Passage(Prompt(own), Completion(other), 0)]);
        })];
    }

    private static double PointOfReference(IReadOnlyList<Example> examples, Func<Passage, double> ratio) => Math.Max(0, examples.Average(example => ratio(example.Passages[1])));

    private static double Loss(Example example, double ratio, double point)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        return example.Passages[0].Numbers[1][0] > 0
            ? Options.DesirableWeight * (1 - Sigmoid(Options.Beta * (ratio - point)))
            : Options.UndesirableWeight * (1 - Sigmoid(Options.Beta * (point - ratio)));
    }

    private static ExampleSet Row(IReadOnlyList<Example> examples, int length = 0) => new(examples, length > 0 ? length : examples.Sum(static example => example.Length), TinyTraining.Vocabulary);

    private sealed class StartComparer : IEqualityComparer<PreferenceStart>
    {
        public bool Equals(PreferenceStart? x, PreferenceStart? y) => Math.Abs(x!.Loss - y!.Loss) < 1e-4 && x.Expected == y.Expected && x.Completions == y.Completions;

        public int GetHashCode(PreferenceStart obj) => 0;
    }
}
