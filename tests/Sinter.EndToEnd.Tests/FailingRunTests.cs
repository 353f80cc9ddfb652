using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>What goes wrong is said in one sentence.</summary>
[Collection(TinyPipelineTests.Name)]
public sealed class FailingRunTests(TinyPipeline tiny)
{
    [Fact]
    public async Task A_folder_without_documentation_is_named()
    {
        var run = tiny.NewRun();
        var empty = Directory.CreateDirectory(run.Root + "-empty").FullName;

        var result = await ToolProcess.RunAsync("run", tiny.Recipe, "--out", run.Root, "--set", "collect.path=" + empty);

        result.Code.ShouldBe(1);
        result.Error.ShouldSatisfyAllConditions(error => error.ShouldContain("There is no XML documentation"), error => error.ShouldContain(empty), error => error.ShouldNotContain("\n"));
    }

    [Fact]
    public async Task A_misspelt_key_is_answered_with_the_right_one()
    {
        var recipe = tiny.NewRun().Root + ".yaml";
        File.WriteAllText(recipe, "seed: 1\npretrain:\n  lerningRate: 0.1\n");

        var result = await ToolProcess.RunAsync("run", recipe);

        result.Code.ShouldBe(1);
        result.Error.ShouldBe($"{recipe}, line 3: unknown key 'pretrain.lerningRate'; did you mean 'pretrain.learningRate'?");
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_refused()
    {
        var run = tiny.NewRun();
        using var held = RunLock.Acquire(run);

        var result = await ToolProcess.RunAsync(tiny.Command(run));

        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith($"The run folder '{run.Root}' is in use by process {Environment.ProcessId} on ");
        Directory.Exists(run.Documents).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--from", "pretrian", "--from pretrian: there is no such stage")]
    [InlineData("--to", "clea", "did you mean 'clean'?")]
    public async Task A_stage_that_does_not_exist_is_a_wrong_use(string option, string stage, string sentence)
    {
        var result = await ToolProcess.RunAsync(tiny.Command(tiny.NewRun(), option, stage));

        result.Code.ShouldBe(2);
        result.Error.ShouldContain(sentence);
        result.Error.ShouldNotContain("\n");
    }

    [Fact]
    public async Task From_a_stage_whose_forerunners_are_not_done_is_refused()
    {
        var result = await ToolProcess.RunAsync(tiny.Command(tiny.CopyOfPacked(), "--from", "finetune"));

        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith("--from finetune needs the stage 'pretrain' to be done with this recipe");
    }

    [Fact]
    public async Task A_training_that_diverges_ends_in_a_sentence()
    {
        // Decay times rate is 100: the weights grow a hundredfold at every step.
        var result = await ToolProcess.RunAsync(tiny.Command(
            tiny.CopyOfPacked(), "--set", "pretrain.learningRate=10", "--set", "pretrain.minimumLearningRate=10", "--set", "pretrain.warmupSteps=0", "--set", "pretrain.weightDecay=10"));

        result.Code.ShouldBe(1);
        result.Error.ShouldMatch(@"^The training diverged: at step \d+ the loss is .*; lower the learning rate \(10 at this step\) or raise the warm-up\.$");
    }

    [Fact]
    public async Task A_test_split_without_a_document_ends_in_a_sentence()
    {
        var result = await ToolProcess.RunAsync(tiny.Command(
            tiny.NewRun(), "--set", "split.test=0", "--set", "split.train=0.9", "--set", "pretrain.steps=1", "--set", "finetune.steps=1"));

        result.Code.ShouldBe(1);
        result.Error.ShouldBe("The test split holds no text to measure on; raise 'split.test', or collect more documents.");
    }
}
