using Sinter.Cli.Tests.Verbs;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>A recipe that tunes and then aligns works, or is refused before anything starts.</summary>
public sealed class TunedThenAlignedTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Theory]
    [InlineData("full", "instruct", "dpo")]
    [InlineData("lora", "instruct", "dpo")]
    [InlineData("rslora", "instruct", "simpo")]
    [InlineData("dora", "instruct", "dpo")]
    [InlineData("qlora", "instruct", "dpo")]
    [InlineData("lora", "generate", "reward")]
    [InlineData("lora", "classify", "reward")]
    public void Low_rank_changes_are_added_to_the_weights_before_the_alignment(string tuned, string task, string aligned)
    {
        var folder = models.NewRun();

        var run = ToolRun.Of("run", Recipe(tuned, task, aligned), "--out", folder);

        run.Code.ShouldBe(ExitCode.Done, run.Error + run.Output);
        var layout = new RunFolder(folder);
        AdapterFolder.IsAdapter(layout.StageModel("finetune")).ShouldBeFalse();
        ModelFolder.Open(layout.Model).Config.Head.ShouldBe(aligned == "reward" ? ModelHead.Reward : ModelHead.LanguageModel);
    }

    [Theory]
    [InlineData("prefix", "instruct", "dpo", "'finetune.method' is prefix, expected lora or another one")]
    [InlineData("prompt", "instruct", "grpo", "'finetune.method' is prompt, expected lora or another one")]
    [InlineData("adapter", "generate", "reward", "'finetune.method' is adapter, expected lora or another one")]
    [InlineData("lora", "classify", "dpo", "'finetune.task' is classify, whose model writes no text")]
    [InlineData("full", "qa", "ppo", "'finetune.task' is qa, whose model writes no text")]
    public void What_leaves_no_whole_model_that_writes_is_refused_when_the_recipe_is_read(string tuned, string task, string aligned, string sentence)
    {
        var folder = models.NewRun();
        var recipe = Recipe(tuned, task, aligned);

        ToolRun.Of("run", recipe, "--out", folder).ShouldFail(sentence);
        ToolRun.Of("plan", recipe).ShouldFail(sentence);

        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("magic", "'align.rewards' has 'magic': 'magic' is no reward; expected exact,")]
    [InlineData("0.5*regex:(", "'align.rewards' has '0.5*regex:(': The reward's pattern '(' is no regular expression")]
    [InlineData("length:many", "'length:many' is no reward")]
    [InlineData("nowhere.dll:My.Reward", "There is no library 'nowhere.dll'")]
    public void Rewards_that_cannot_be_are_told_before_any_stage(string reward, string sentence)
    {
        var folder = models.NewRun();

        ToolRun.Of("run", Recipe("full", "instruct", "grpo", $"rewards: ['{reward}']"), "--out", folder).ShouldFail(sentence);

        Directory.Exists(Path.Combine(folder, "finetune")).ShouldBeFalse();
        StageResult.Read(new RunFolder(folder), "finetune").ShouldBeNull();
    }

    [Fact]
    public void A_reward_model_that_is_none_is_told_before_any_stage()
    {
        var folder = models.NewRun();
        var library = typeof(TunedThenAlignedTests).Assembly.Location;

        ToolRun.Of("run", Recipe("full", "instruct", "grpo", $"rewardModel: {models.File("no-judge")}"), "--out", folder).ShouldFail("no-judge");
        ToolRun.Of("run", Recipe("full", "instruct", "grpo", $"rewardModel: {models.Decoder}"), "--out", folder).ShouldFail("which holds a model with the head LanguageModel, expected a reward model");
        ToolRun.Of("run", Recipe("full", "instruct", "grpo", $"rewards: ['{library}:No.Such']"), "--out", folder).ShouldFail("has no class 'No.Such'");

        StageResult.Read(new RunFolder(folder), "finetune").ShouldBeNull();
    }

    private string Recipe(string tuned, string task, string aligned, string more = "rewards: [exact]") => models.File($"{tuned}-{task}-{aligned}-{Math.Abs(more.GetHashCode(StringComparison.Ordinal))}.yaml", $$"""
        name: tuned-then-aligned
        threads: 1
        collect: { source: none }
        model: { from: {{models.Decoder}} }
        finetune: { task: {{task}}, train: ['{{models.Data(task)}}'], method: {{tuned}}, rank: 2, steps: 2, batchSize: 8, sampleEvery: 0 }
        align:
          method: {{aligned}}
          data: ['{{models.Data(aligned is "grpo" or "ppo" ? "prompts" : "preference")}}']
          steps: 2
          batchSize: 4
          {{(aligned is "grpo" or "ppo" ? more : "beta: 0.2")}}
        """);
}
