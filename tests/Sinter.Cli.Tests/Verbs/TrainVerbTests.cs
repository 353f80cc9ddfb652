using Sinter.Cli.Stages;

namespace Sinter.Cli.Tests.Verbs;

public sealed class TrainVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_has_its_options_as_they_are_spelled_and_ends_with_examples()
    {
        var run = ToolRun.Of("train", "--help");

        run.Code.ShouldBe(ExitCode.Done);
        foreach (var text in new[] { "--stage <STAGE>", "--profile <FILE>", "--out <DIR>", "--set <key=value>", "pretrain or upscale or continue or finetune or align", "Examples:", "sinter train recipes/dotnet-docs.yaml --stage pretrain --out runs/profiled --profile" })
        {
            run.Output.ShouldContain(text);
        }
    }

    [Fact]
    public void The_trainings_are_the_stages_whose_section_is_one_of_a_training() => StageList.Trainings.ShouldBe(["pretrain", "upscale", "continue", "finetune", "align"]);

    [Theory]
    [InlineData("pretrian", "--stage pretrian: there is no such training; did you mean 'pretrain'?")]
    [InlineData("clean", "--stage clean: there is no such training; known are pretrain, upscale, continue, finetune, align.")]
    [InlineData("", "--stage : there is no such training; known are pretrain, upscale, continue, finetune, align.")]
    public void A_stage_that_is_no_training_is_wrong_use(string stage, string sentence) =>
        ToolRun.Of("train", Recipe(), "--stage", stage).ShouldFail(ExitCode.WrongUse, sentence);

    [Fact]
    public void A_trace_that_could_not_be_written_is_told_before_anything_runs()
    {
        var run = _folder.File("run");

        ToolRun.Of("train", Recipe(), "--out", run, "--profile", _folder.File(Path.Combine("none", "trace.json"))).ShouldFail(ExitCode.WrongUse, "expected a file in a folder that exists");
        ToolRun.Of("train", Recipe(), "--out", run, "--profile", _folder.Path).ShouldFail(ExitCode.WrongUse, "expected a file in a folder that exists");
        Directory.Exists(run).ShouldBeFalse();
    }

    [Fact]
    public void Other_wrong_uses_are_one_sentence()
    {
        ToolRun.Of("train").ShouldFail(ExitCode.WrongUse, "Required argument 'RECIPE' missing for command: 'train'");
        ToolRun.Of("train", _folder.File("none.yaml")).ShouldFail(ExitCode.Failed, "There is no recipe");
        ToolRun.Of("train", Recipe(), "--stag", "pretrain").ShouldFail(ExitCode.WrongUse, "did you mean '--stage'?");
        ToolRun.Of("train", Recipe(), "--set", "pretrain.stepz=1").ShouldFail(ExitCode.WrongUse, "did you mean 'pretrain.steps'?");
    }

    private string Recipe() => _folder.File("recipe.yaml", "seed: 1\n");
}
