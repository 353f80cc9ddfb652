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
    [InlineData("model.family=modernbert", "pretrain.objective=masked", "finetune.task=classify", "finetune.train=[good=a.txt]", "pretrain, finetune")]
    [InlineData("model.family=t5", "pretrain.objective=span-corruption", "finetune.task=seq2seq", "", "pretrain, finetune")]
    [InlineData("model.family=lstm", "finetune.task=none", "", "", "pretrain")]
    [InlineData("upscale.overlap=0", "finetune.task=none", "model.layers=2", "", "pretrain, upscale")]
    [InlineData("model.predictedTokens=3", "pretrain.objective=multi-token", "finetune.task=none", "", "pretrain")]
    public void All_trainings_of_a_recipe_are_planned_with_their_models_and_objectives(string first, string second, string third, string fourth, string stages)
    {
        string[] settings = [.. new[] { first, second, third, fourth, "threads=1" }.Where(static setting => setting.Length > 0).SelectMany(static setting => new[] { "--set", setting })];

        var run = ToolRun.Of(["plan", _folder.File("small.yaml", Small), .. settings]);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.Split('\n').Where(static line => line.Contains(" steps of ", StringComparison.Ordinal)).Select(static line => line[..line.IndexOf(' ', StringComparison.Ordinal)])
            .ShouldBe(stages.Split(", "));
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

    [Fact]
    public void GPT_3_is_planned_from_its_name_and_not_probed_as_it_fits_no_memory()
    {
        var run = ToolRun.Of("plan", "gpt3-175b");

        run.Code.ShouldBe(ExitCode.Done, run.Error);

        // Four bytes for each weight, as many for its gradient, twice as many for AdamW; 6 FLOP a weight and token, and what attention adds.
        foreach (var figure in new[] { "174,604,259,328 parameters: 96 layers", "1 step of 2,048 tokens (1 sequence of 2048)", "weights 698 GB, gradients 698 GB, AdamW 1.4 TB", "2.2 PFLOP a step", "not probed" })
        {
            run.Output.ShouldContain(figure);
        }
    }

    [Theory]
    [InlineData("llama-260k", "260,032 parameters: 5 layers")]
    [InlineData("bert-tiny", "4,416,698 parameters: 2 layers")]
    public void A_small_preset_is_planned_and_probed(string preset, string model)
    {
        var run = ToolRun.Of("plan", preset);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain(model);
        run.Output.ShouldContain("ms a step");
    }

    [Fact]
    public void A_preset_has_no_keys_to_change_and_a_misspelled_one_is_told()
    {
        ToolRun.Of("plan", "gpt2-124m", "--set", "pretrain.steps=3").ShouldFail(ExitCode.WrongUse, "'gpt2-124m' is a preset");
        ToolRun.Of("plan", "gpt2-142m").ShouldFail(ExitCode.Failed, "There is no recipe and no preset 'gpt2-142m'; did you mean 'gpt2-124m'?");
        ToolRun.Of("plan", "zebra").ShouldFail(ExitCode.Failed, "There is no recipe");
    }
}
