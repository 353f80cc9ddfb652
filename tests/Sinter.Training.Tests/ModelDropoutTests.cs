using Sinter.Training.Objectives;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Tasks;

namespace Sinter.Training.Tests;

public sealed class ModelDropoutTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_training_with_dropout_is_measured_without_it_and_goes_on_to_the_same_bytes()
    {
        var options = TinyTraining.Options with { Dropout = 0.2 };
        var whole = _tiny.Train(options, checkpoints: _tiny.Checkpoints + "-whole");
        _tiny.Train(options, stopAfter: 7, threads: 2).Stopped.ShouldBeTrue();

        var continued = _tiny.Train(options);

        continued.Weights.ShouldBe(whole.Weights);
        whole.Weights.ShouldNotBe(TinyTraining.Whole.Weights);
        whole.Observer.Steps[^1].Loss.ShouldBeLessThan(whole.Observer.Steps[0].Loss);
        _tiny.Train(options with { RecomputeBlocks = true }, checkpoints: _tiny.Checkpoints + "-again").Weights.ShouldBe(whole.Weights);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void Each_pass_drops_other_elements_and_the_same_pass_the_same(string kind)
    {
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["a", "b"] };
        var config = TaskModel.Describe(trunk, task);
        var model = TaskSubjects.Model(config, scale: 5);
        var objective = TaskModel.Objective(task, config, tokenizer);
        var data = new TaskEncoder(task, config, tokenizer).Encode([new("the cat") { Label = "a" }]).Pack();
        var batch = new ObjectiveBatch(objective, 1, data.ContextLength);
        batch.Read(data, 0, 0);
        var program = new ObjectiveProgram(model, objective, 1, data.ContextLength, withGradients: true, dropout: 0.3);
        var plain = new ObjectiveProgram(model, objective, 1, data.ContextLength, withGradients: true).Run(batch, 1);

        var losses = Enumerable.Range(0, 8).Select(pass => program.Run(batch, 1, 42, pass)).ToArray();

        losses.Distinct().Count().ShouldBe(8);
        program.Run(batch, 1, 42, 3).ShouldBe(losses[3]);
        program.Run(batch, 1, 43, 3).ShouldNotBe(losses[3]);
        losses.ShouldNotContain(plain);
        model.Dropout.ShouldBeNull();
        Should.Throw<ArgumentException>(() => TinyTraining.Options with { Dropout = 1 }).Message.ShouldContain("below 1");
    }
}
