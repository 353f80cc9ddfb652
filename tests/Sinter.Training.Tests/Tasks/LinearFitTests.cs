using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tests.Tasks;

public sealed class LinearFitTests
{
    [Fact]
    public void A_regression_is_the_solution_of_its_normal_equations()
    {
        // y = 2 x0 - x1 + 3 with next to no penalty.
        var random = new RandomStream(1, "features");
        float[][] features = [.. Enumerable.Range(0, 50).Select(_ => new[] { (float)random.NextNormal(), (float)(5 + (10 * random.NextNormal())) })];

        var fit = LinearFit.Numbers(features, [.. features.Select(static row => (2.0 * row[0]) - row[1] + 3)], options: new() { Penalty = 1e-9, Tolerance = 1e-10 }, cancellation: TestContext.Current.CancellationToken);

        fit.Weights[0].ShouldBe(2, 1e-6);
        fit.Weights[1].ShouldBe(-1, 1e-6);
        fit.Biases[0].ShouldBe(3, 1e-5);
    }

    [Fact]
    public void A_logistic_regression_of_one_feature_is_that_of_the_counts()
    {
        // Of the rows with 0, 1 in 4 is of class 1, of those with 1, 3 in 4: the log-odds are ∓ln 3 (hand computed).
        float[][] features = [.. Enumerable.Range(0, 80).Select(static i => new[] { i < 40 ? 0f : 1f })];
        int[] classes = [.. Enumerable.Range(0, 80).Select(static i => i < 40 ? (i % 4 == 0 ? 1 : 0) : (i % 4 == 0 ? 0 : 1))];

        var fit = LinearFit.Classes(features, classes, 2, options: new() { Penalty = 1e-9, Tolerance = 1e-10 }, cancellation: TestContext.Current.CancellationToken);

        (fit.Biases[1] - fit.Biases[0]).ShouldBe(-Math.Log(3), 1e-5);
        (fit.Weights[1] - fit.Weights[0]).ShouldBe(2 * Math.Log(3), 1e-5);
        fit.Gradient.ShouldBeLessThan(1e-8);
    }

    [Fact]
    public void Weights_count_as_repeated_rows_do()
    {
        var random = new RandomStream(2, "features");
        float[][] features = [.. Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 4).Select(_ => (float)random.NextNormal()).ToArray())];
        int[] classes = [.. Enumerable.Range(0, 30).Select(static i => i % 3)];
        double[] weights = [.. Enumerable.Range(0, 30).Select(static i => i % 2 == 0 ? 1.0 : 2.0)];

        // Without a bias features are not centred, so that only their size stands between the two; the penalty is next to none.
        var weighted = LinearFit.Classes(features, classes, 3, weights, options: new() { Penalty = 1e-6, Tolerance = 1e-10 }, cancellation: TestContext.Current.CancellationToken);
        var repeated = LinearFit.Classes([.. features, .. features.Where(static (_, i) => i % 2 == 1)], [.. classes, .. classes.Where(static (_, i) => i % 2 == 1)], 3, options: new() { Penalty = 1e-6, Tolerance = 1e-10 }, cancellation: TestContext.Current.CancellationToken);

        weighted.Weights.Zip(repeated.Weights).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-2);
    }

    [Fact]
    public void Rows_that_cannot_be_fitted_are_told()
    {
        Should.Throw<ArgumentException>(() => LinearFit.Classes([], [], 2));
        Should.Throw<ArgumentException>(() => LinearFit.Classes([[1], [2]], [0, 2], 2)).Message.ShouldContain("below 2");
        Should.Throw<ArgumentException>(() => LinearFit.Classes([[1], [2, 3]], [0, 1], 2)).Message.ShouldContain("one length");
        Should.Throw<ArgumentException>(() => LinearFit.Numbers([[1]], [double.NaN])).Message.ShouldContain("finite");
        Should.Throw<ArgumentException>(() => LinearFit.Numbers([[1]], [1], options: new() { Penalty = 0 })).Message.ShouldContain("penalty");
    }

    [Theory]
    [InlineData("encoder", "classify")]
    [InlineData("decoder", "classify")]
    [InlineData("encoder", "regress")]
    public void The_fitted_classifier_stands_in_the_head_of_the_model(string kind, string name)
    {
        using var folder = new TemporaryFolder();
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var trunkModel = TaskSubjects.Model(trunk, scale: 5);
        ModelFolder.Write(folder.File("base"), trunk, ModelWeights.ToWrite(trunkModel));
        TaskItem[] items = [.. Enumerable.Range(0, 40).Select(static i => new TaskItem($"{(i % 2 == 0 ? "the good" : "a bad")} {((string[])["cat", "dog", "river", "film", "mat"])[i % 5]}") { Label = i % 2 == 0 ? "good" : "bad", Score = i % 2 })];
        var task = name == "classify" ? new TaskDescription { Task = TaskKind.Classify, Labels = ["bad", "good"] } : new TaskDescription { Task = TaskKind.Regress };
        var loaded = TaskModel.Load(folder.File("base"), task, new CpuBackend(1));

        var fit = FeatureTuning.Fit(loaded, tokenizer, task, items, new() { Penalty = 0.01 }, cancellation: TestContext.Current.CancellationToken);

        fit.Iterations.ShouldBeGreaterThan(1);
        var predictions = new TaskPredictor(loaded.Model, tokenizer, task).Predict(items);
        predictions.Zip(items).Count(pair => name == "classify" ? pair.First.Label == pair.Second.Label : Math.Abs(pair.First.Score!.Value - pair.Second.Score!.Value) < 0.5).ShouldBeGreaterThan(36);

        var features = FeatureTuning.Features((Models.TextModel)loaded.Model, tokenizer, task, items, TestContext.Current.CancellationToken);
        var width = features[0].Length;
        predictions[3].Logits[^1].ShouldBe(features[3].Select((value, i) => value * fit.Weights[^(width - i)]).Sum() + fit.Biases[^1], 1e-3);
        var again = FeatureTuning.Fit(TaskModel.Load(folder.File("base"), task, new CpuBackend(2)), tokenizer, task, items, new() { Penalty = 0.01 }, cancellation: TestContext.Current.CancellationToken);
        again.Weights.ShouldBe(fit.Weights);
    }
}
