namespace Sinter.Cli.Tests.Verbs;

public sealed class PlanVerbTests : IDisposable
{
    private const string Small = "name: never-run\nmodel:\n  hiddenSize: 16\n  layers: 1\n  heads: 2\n  keyValueHeads: 1\n  intermediateSize: 32\n"
        + "tokenizer:\n  vocabularySize: 300\npack:\n  contextLength: 16\npretrain:\n  steps: 50\n  batchSize: 2\n  accumulation: 3\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_says_what_both_trainings_take()
    {
        var run = ToolRun.Of("plan", _folder.File("small.yaml", Small));

        run.Code.ShouldBe(ExitCode.Done, run.Error);

        // 300 · 16 of embedding, (16 · (16 + 2 · 8) + 16 · 16) of attention, 3 · 32 · 16 of feed-forward and 3 norms of 16.
        foreach (var figure in new[] { "7,152 parameters", "4,800", "768", "1,536", "48", "50 steps of 96 tokens", "4,800 tokens in all", "finetune", "FLOP a step", "ms a step", "of training", "left out" })
        {
            run.Output.ShouldContain(figure);
        }
    }

    [Theory]
    [InlineData("adamw", "AdamW 57.2 kB")]
    [InlineData("lion", "Lion 28.6 kB")]
    [InlineData("adamw8bit", "AdamW8Bit 14.6 kB")]
    public void A_plan_counts_the_state_of_its_optimizer_and_what_kernels_work_in(string optimizer, string memory)
    {
        var run = ToolRun.Of("plan", _folder.File("small.yaml", Small), "--set", "pretrain.optimizer=" + optimizer, "--set", "threads=1");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain(memory);
        run.Output.ShouldContain("kernels and tables ");
    }

    [Fact]
    public void A_plan_that_fits_no_memory_is_told_and_not_probed()
    {
        var run = ToolRun.Of("plan", _folder.File("small.yaml", Small), "--set", "pretrain.batchSize=65536", "--set", "pack.contextLength=16384", "--set", "finetune.batchSize=65536");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("not probed");
        run.Output.ShouldContain("too little");
    }

    [Fact]
    public void A_plan_that_no_machine_could_run_and_a_bad_recipe_fail_with_a_sentence()
    {
        var recipe = _folder.File("small.yaml", Small);

        ToolRun.Of("plan", recipe, "--set", "pretrain.batchSize=65536", "--set", "pack.contextLength=1048576").ShouldFail(ExitCode.WrongUse, "choose a smaller batch or context");
        ToolRun.Of("plan", recipe, "--set", "model.headz=3").ShouldFail(ExitCode.WrongUse, "did you mean");
        ToolRun.Of("plan", _folder.File("none.yaml")).ShouldFail(ExitCode.Failed, "There is no recipe");
    }
}
