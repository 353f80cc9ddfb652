using System.Text.Json.Nodes;
using Sinter.Cli.Tests.Verbs;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Training.Preference;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Each way to align a model.</summary>
public sealed class AlignMethodTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Theory]
    [InlineData("dpo")]
    [InlineData("ipo")]
    [InlineData("hinge")]
    [InlineData("robust")]
    [InlineData("orpo")]
    [InlineData("simpo")]
    [InlineData("kto")]
    [InlineData("reward")]
    public void Pairs_of_answers_align(string method)
    {
        var (folder, output) = Align(method, models.Data("preference"));

        var metrics = Metrics(folder);
        metrics["method"]!.GetValue<string>().ShouldBe(method);
        metrics["records"]!["test"]!.GetValue<int>().ShouldBe(TuningModels.Examples / 10);
        metrics["steps"]!.GetValue<int>().ShouldBe(2);
        metrics["comparisons"]![0]!["title"]!.GetValue<string>().ShouldBe("Reward accuracy");
        File.ReadAllText(new RunFolder(folder).ReportHtml).ShouldContain("Reward accuracy");
        ModelFolder.Open(new RunFolder(folder).Model).Config.Head.ShouldBe(method == "reward" ? ModelHead.Reward : ModelHead.LanguageModel);
        if (method is "dpo")
        {
            metrics["startLoss"]!.GetValue<double>().ShouldBe(Math.Log(2), 1e-3);
            output.ShouldContain("The loss before the first step is 0.693");
            metrics["comparedSamples"]!.AsArray().Count.ShouldBe(4);
        }
    }

    [Theory]
    [InlineData("dpo", "preference")]
    [InlineData("orpo", "preference")]
    [InlineData("simpo", "preference")]
    [InlineData("kto", "preference")]
    [InlineData("kto", "kto")]
    [InlineData("simpo", "preference", "--train", "lora")]
    public void How_far_the_model_moved_is_told_of_methods_without_a_reference_too(string method, string data, params string[] more)
    {
        var folder = Align(method, models.Data(data), ["--learning-rate", "0.01", "--set", "align.steps=4", "--set", "align.validateEvery=2", .. more]).Folder;

        var alignment = Metrics(folder)["alignment"]!;
        alignment["before"]!["klPerToken"]!.GetValue<double>().ShouldBe(0, 1e-6);
        var after = alignment["after"]!["klPerToken"]!.GetValue<double>();
        after.ShouldBeGreaterThan(1e-5);
        var course = alignment["validation"]!.AsArray();
        course.Select(static point => point!["step"]!.GetValue<int>()).ShouldBe([0, 2, 4]);
        course[1]!["kl"]!.GetValue<double>().ShouldBeGreaterThan(0);
        course[2]!["kl"]!.GetValue<double>().ShouldBe(after);
        course[2]!["loss"]!.GetValue<double>().ShouldBeGreaterThan(0);
        (course[0]!["rewardAccuracy"] is null).ShouldBe(data == "kto");
        File.ReadAllText(new RunFolder(folder).ReportHtml).ShouldContain("KL from the reference");
    }

    [Fact]
    public void A_beta_that_is_named_counts_even_where_it_is_what_others_have()
    {
        double Reward(params string[] more) => Metrics(Align("simpo", models.Data("preference"), more).Folder)["alignment"]!["validation"]![0]!["chosenReward"]!.GetValue<double>();

        Reward("--beta", "0.1").ShouldBe(Reward() / 20, 1e-4);
    }

    [Fact]
    public void Low_rank_changes_make_a_reward_model()
    {
        var folder = Align("reward", models.Data("preference"), "--train", "lora", "--rank", "2", "--learning-rate", "0.01").Folder;

        var metrics = Metrics(folder);
        metrics["trainedParameters"]!.GetValue<long>().ShouldBeLessThan(metrics["parameters"]!.GetValue<long>() / 2);
        var adapter = Path.Combine(new RunFolder(folder).StageWork("align"), "adapter");
        AdapterFolder.IsAdapter(new RunFolder(folder).Model).ShouldBeFalse();
        var backend = new CpuBackend(1);
        var merged = ModelWeights.Load(new RunFolder(folder).Model, backend);
        merged.Config.Head.ShouldBe(ModelHead.Reward);
        int[][] texts = [[1, 2, 3, 4], [5, 6, 7]];
        var rewards = new RewardScorer(merged).Score(texts);
        rewards.Zip(new RewardScorer(TunedModel.Load(adapter, backend).Model).Score(texts)).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-4);
        rewards[0].ShouldNotBe(0);
        Align("grpo", models.Data("prompts"), "--reward-model", folder, "--max-tokens", "4", "--samples", "2", "--prompts", "2").Folder.ShouldNotBeEmpty();
    }

    [Fact]
    public void Single_answers_align() => Metrics(Align("kto", models.Data("kto")).Folder)["records"]!["train"]!.GetValue<int>().ShouldBe(TuningModels.Examples * 9 / 10);

    [Fact]
    public void Low_rank_changes_align_and_are_kept_beside_the_merged_model()
    {
        var folder = Align("dpo", models.Data("preference"), "--train", "lora", "--rank", "2", "--learning-rate", "0.01").Folder;

        Metrics(folder)["startLoss"]!.GetValue<double>().ShouldBe(Math.Log(2), 1e-3);
        AdapterFolder.IsAdapter(Path.Combine(new RunFolder(folder).StageWork("align"), "adapter")).ShouldBeTrue();
        AdapterFolder.IsAdapter(new RunFolder(folder).Model).ShouldBeFalse();
        string[] prompt = ["--prompt", "is the hat good?", "--max-tokens", "6", "--greedy"];
        ToolRun.Of(["generate", folder, .. prompt]).Output.ShouldBe(ToolRun.Of(["generate", Path.Combine(new RunFolder(folder).StageWork("align"), "adapter"), .. prompt]).Output);
    }

    [Theory]
    [InlineData("ppo")]
    [InlineData("grpo")]
    [InlineData("dr-grpo")]
    [InlineData("dapo")]
    [InlineData("best-of-n")]
    public void Rewards_align(string method)
    {
        var folder = Align(method, models.Data("prompts"), "--reward", "0.5*length:4", "exact", "--max-tokens", "4", "--samples", "3", "--prompts", "2", "--learning-rate", "0.01").Folder;

        var metrics = Metrics(folder);
        metrics["alignment"]!["before"]!["length"]!.GetValue<double>().ShouldBeInRange(1, 4);
        metrics["prompts"]!["test"]!.GetValue<int>().ShouldBe(TuningModels.Examples / 10);
        metrics["alignment"]!["steps"]!.AsArray().Count.ShouldBe(method == "best-of-n" ? 0 : 2);
        metrics["comparedSamples"]!.AsArray().Count.ShouldBe(4);
        metrics["alignment"]!["validation"]![1]!["kl"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
        ToolRun.Of("generate", folder, "--prompt", "1+1=", "--max-tokens", "3").Code.ShouldBe(ExitCode.Done);
    }

    [Theory]
    [InlineData("dapo")]
    [InlineData("best-of-n")]
    public void How_far_the_model_moved_is_told_of_rewards_that_keep_no_reference(string method)
    {
        var folder = Align(method, models.Data("prompts"), "--reward", "length:2", "--max-tokens", "4", "--samples", "3", "--prompts", "2", "--learning-rate", "0.01").Folder;

        var ends = Metrics(folder)["alignment"]!["validation"]!.AsArray();
        ends.Select(static point => point!["step"]!.GetValue<int>()).ShouldBe([0, 2]);
        ends[0]!["kl"]!.GetValue<double>().ShouldBe(0);
        ends[1]!["kl"]!.GetValue<double>().ShouldBeGreaterThan(0);
        File.ReadAllText(new RunFolder(folder).ReportHtml).ShouldContain("KL from the reference");
    }

    [Fact]
    public void A_reward_model_judges()
    {
        var judge = Align("reward", models.Data("preference")).Folder;

        var folder = Align("grpo", models.Data("prompts"), "--reward-model", new RunFolder(judge).Model, "--max-tokens", "4", "--samples", "2", "--prompts", "2").Folder;

        Metrics(folder)["reward"]!.GetValue<string>().ShouldContain("reward model");
        Align("grpo", models.Data("prompts"), "--reward-model", judge, "--max-tokens", "4", "--samples", "2", "--prompts", "2").Folder.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_same_command_again_runs_nothing()
    {
        var folder = Align("dpo", models.Data("preference")).Folder;

        ToolRun.Of(Command("dpo", models.Data("preference"), folder)).Output.ShouldContain("Nothing had changed, so nothing was run.");
    }

    [Fact]
    public void A_recipe_learns_sums_and_is_rewarded_for_right_ones()
    {
        var recipe = models.File("sums.yaml", """
            seed: 3
            threads: 1
            collect: { source: sums, digits: 1, problems: 300 }
            clean: { steps: [normalise] }
            dedup: { passes: [] }
            split: { train: 0.8, validation: 0.1, test: 0.1 }
            tokenizer: { model: byte }
            pack: { contextLength: 32 }
            model: { hiddenSize: 16, layers: 1, heads: 2, keyValueHeads: 1, intermediateSize: 32 }
            pretrain: { steps: 4, batchSize: 4, validateEvery: 0, checkpointEvery: 4, sampleEvery: 0 }
            finetune: { task: none }
            align: { method: grpo, data: [sums], rewards: [exact], steps: 2, prompts: 2, samples: 2, maxTokens: 3 }
            evaluate: { sequences: 4 }
            """);
        var folder = models.NewRun();

        var run = ToolRun.Of("run", recipe, "--out", folder);

        run.Code.ShouldBe(ExitCode.Done, run.Error + run.Output);
        var metrics = Metrics(folder);
        metrics["alignment"]!["after"]!["accuracy"].ShouldNotBeNull();
        metrics["prompts"]!["test"]!.GetValue<int>().ShouldBeInRange(1, 100);
        File.ReadAllText(new RunFolder(folder).ReportHtml).ShouldContain("Right answers");
        ToolRun.Of("run", recipe, "--out", folder).Output.ShouldContain("Nothing had changed, so nothing was run.");
    }

    private static JsonObject Metrics(string folder) => StageResult.Read(new RunFolder(folder), "align")!.Metrics;

    private string[] Command(string method, string data, string folder) =>
        ["align", "--model", models.Decoder, "--data", data, "--method", method, "--out", folder, "--steps", "2", "--batch", "4", "--threads", "1"];

    private (string Folder, string Output) Align(string method, string data, params string[] more)
    {
        var folder = models.NewRun();
        var run = ToolRun.Of([.. Command(method, data, folder), .. more]);
        run.Code.ShouldBe(ExitCode.Done, run.Error + run.Output);
        run.Error.ShouldBeEmpty();
        return (folder, run.Output);
    }
}
