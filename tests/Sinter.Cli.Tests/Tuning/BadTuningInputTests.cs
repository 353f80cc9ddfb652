using Sinter.Cli.Tests.Verbs;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>What is wrong with what a user gives is told in one sentence, with its count, and before training starts.</summary>
public sealed class BadTuningInputTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Fact]
    public void What_is_not_there_is_told()
    {
        var data = models.Data("classify");

        Finetune(models.File("no-model"), data, "classify").ShouldFail("There is no model folder");
        Finetune(models.Encoder, models.File("no-file.jsonl"), "classify").ShouldFail("no-file.jsonl");
        Finetune(models.Encoder, data, "translate").ShouldFail(ExitCode.WrongUse, "expected one of questions, classify, pair");
        Finetune(models.Encoder, data, "classify", "--method", "magic").ShouldFail(ExitCode.WrongUse, "expected one of full, head");
        Finetune(models.Encoder, data, "classify", "--test", models.File("no-test.jsonl")).ShouldFail("no-test.jsonl");
        Align("dpo", models.File("no-pairs.jsonl")).ShouldFail("no-pairs.jsonl");
        Align("magic", models.Data("preference")).ShouldFail(ExitCode.WrongUse, "expected one of none, dpo");
        ToolRun.Of("align", "--model", models.File("no-model"), "--data", models.Data("preference"), "--method", "dpo", "--out", models.NewRun()).ShouldFail("There is no model folder");
        Align("grpo", models.Data("prompts"), "--reward-model", models.File("no-judge")).ShouldFail("no-judge");
    }

    [Theory]
    [InlineData("--folds", "1")]
    [InlineData("--folds", "-2")]
    [InlineData("--rank", "0")]
    [InlineData("--steps", "0")]
    [InlineData("--batch", "many")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--compare", "magic")]
    [InlineData("--targets", "magic")]
    [InlineData("--class-weights", "magic")]
    [InlineData("--max-tokens", "-1")]
    [InlineData("--set", "finetune.magic=1")]
    public void Options_out_of_bounds_are_wrong_use(string option, string value)
    {
        var run = Finetune(models.Encoder, models.Data("classify"), "classify", option, value);

        run.ShouldFail(ExitCode.WrongUse, option switch { "--set" => "unknown key", _ => "expected" });
    }

    [Fact]
    public void A_model_that_cannot_do_the_task_is_told()
    {
        Finetune(models.Encoder, models.Data("generate"), "generate").ShouldFail("writes text");
        Finetune(models.Encoder, models.Data("instruct"), "instruct").ShouldFail("writes text");
        Finetune(models.Encoder, models.Data("tokens"), "tokens", "--method", "features").ShouldFail(ExitCode.WrongUse, "'finetune.method' is features");
        ToolRun.Of("align", "--model", models.Encoder, "--data", models.Data("preference"), "--method", "dpo", "--out", models.NewRun()).ShouldFail("head MaskedLanguageModel");
    }

    [Fact]
    public void Folds_without_examples_and_lengths_without_room_are_told()
    {
        Finetune(models.Encoder, models.Data("classify"), "classify", "--folds", "90").ShouldFail("'finetune.folds' is 90");
        Finetune(models.Encoder, models.Data("classify"), "classify", "--max-tokens", "1").ShouldFail("leave no room");
        Align("grpo", models.Data("prompts"), "--reward", "exact", "--max-tokens", "128").ShouldFail("'align.maxTokens' is 128");
        Align("grpo", models.Data("prompts"), "--reward", "magic").ShouldFail("magic", ExitCode.WrongUse);
        Align("grpo", models.Data("prompts")).ShouldFail(ExitCode.WrongUse, "'align.rewards' is empty");
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_alone()
    {
        var folder = models.NewRun();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "diary.txt"), "mine");

        ToolRun.Of("finetune", "--model", models.Encoder, "--data", models.Data("classify"), "--task", "classify", "--out", folder).ShouldFail(ExitCode.Failed, "holds something that is no run");
        ToolRun.Of("align", "--model", models.Decoder, "--data", models.Data("preference"), "--method", "dpo", "--out", folder).ShouldFail(ExitCode.Failed, "holds something that is no run");
        Directory.GetFileSystemEntries(folder).Length.ShouldBe(1);
    }

    [Fact]
    public void Broken_JSON_is_told_with_its_line()
    {
        var lines = Enumerable.Range(0, 40).Select(static i => i == 16 ? "{\"text\":\"a\"," : TuningModels.Example("classify", i));

        Finetune(models.Encoder, models.Lines("broken.jsonl", lines), "classify").ShouldFail("line 17");
        Align("dpo", models.Lines("broken-pairs.jsonl", Enumerable.Range(0, 40).Select(static i => i == 30 ? "{]" : TuningModels.Example("preference", i)))).ShouldFail("line 31");
    }

    [Fact]
    public void Labels_that_teach_nothing_are_told()
    {
        Finetune(models.Encoder, models.Lines("alike.jsonl", Enumerable.Range(0, 40).Select(static i => TuningModels.Example("classify", 2 * i))), "classify").ShouldFail("have the label 'positive'");
        Finetune(models.Encoder, models.Lines("two.jsonl", Enumerable.Range(0, 2).Select(static i => TuningModels.Example("classify", i))), "classify").ShouldFail("name");
        Finetune(models.Encoder, models.File("empty.jsonl", ""), "classify").ShouldFail("empty");
        Finetune(models.Encoder, models.Data("qa"), "classify").ShouldFail("label");
    }

    [Fact]
    public void Labels_that_never_occur_in_training_are_counted_and_not_measured()
    {
        var test = models.Lines("new-labels.jsonl", [.. Enumerable.Range(0, 6).Select(static i => TuningModels.Example("classify", i)), """{"text":"so so","label":"mixed"}""", """{"text":"odd","label":"mixed"}"""]);
        var folder = models.NewRun();

        var run = Into(folder, models.Encoder, models.Data("classify"), "classify", "--test", test);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("1 label of the test data never occurs in training: 'mixed' (2 records). They are not measured.");
        StageResult.Read(new RunFolder(folder), "finetune")!.Metrics["examples"]!["test"]!.GetValue<int>().ShouldBe(6);
    }

    [Fact]
    public void Empty_answers_are_counted_and_left_out_before_training()
    {
        string[] empty = ["""{"instruction":"say nothing","output":""}""", """{"instruction":"say no more","output":"  "}"""];
        var run = Into(models.NewRun(), models.Decoder, models.Lines("answers.jsonl", [.. Enumerable.Range(0, 38).Select(static i => TuningModels.Example("instruct", i)), .. empty]), "instruct");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("2 of 40 records have an empty answer (first: ");
        run.Output.IndexOf("empty answer", StringComparison.Ordinal).ShouldBeLessThan(run.Output.IndexOf("Checked in", StringComparison.Ordinal));
    }

    [Fact]
    public void Pairs_with_equal_sides_are_counted_and_left_out_before_training()
    {
        var equal = """{"prompt":"is it?","chosen":"it is","rejected":"it is"}""";
        var run = Align("dpo", models.Lines("equal.jsonl", [equal, equal.Replace("is it", "was it"), .. Enumerable.Range(0, 38).Select(static i => TuningModels.Example("preference", i))]));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("2 of 40 records have the same answer chosen and rejected");
        run.Output.IndexOf("same answer", StringComparison.Ordinal).ShouldBeLessThan(run.Output.IndexOf("Checked in", StringComparison.Ordinal));
        Align("dpo", models.Lines("all-equal.jsonl", [equal, equal.Replace("is it", "was it")])).ShouldFail("the same answer chosen and rejected");
    }

    [Fact]
    public void A_template_without_an_assistant_turn_is_told()
    {
        var model = models.File("mute");
        Directory.CreateDirectory(model);
        foreach (var file in Directory.GetFiles(models.Decoder))
        {
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllText(Path.Combine(model, "chat_template.jinja"), "{% for message in messages %}{% if message.role == 'user' %}<|user|>{{ message.content }}{% endif %}{% endfor %}");

        Finetune(model, models.Data("instruct"), "instruct").ShouldFail("assistant");
        ToolRun.Of("align", "--model", model, "--data", models.Data("preference"), "--method", "dpo", "--steps", "2", "--out", models.NewRun()).ShouldFail("assistant");
    }

    [Fact]
    public void Conversations_without_an_assistant_turn_are_counted()
    {
        var run = Into(models.NewRun(), models.Decoder, models.Lines("mute.jsonl", ["""{"messages":[{"role":"user","content":"hello"}]}""", .. Enumerable.Range(0, 39).Select(static i => $$"""{"messages":[{"role":"user","content":"say {{i}}"},{"role":"assistant","content":"hat"}]}""")]), "instruct");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("1 of 40 records has no turn of the assistant");
    }

    [Fact]
    public void Prompts_longer_than_the_context_are_counted_and_cut_by_rule()
    {
        var longer = string.Concat(Enumerable.Repeat("the road ", 200));
        var run = Into(models.NewRun(), models.Decoder, models.Lines("long.jsonl", [.. Enumerable.Range(0, 40).Select(i => $$"""{"instruction":"say hat {{i}} {{(i < 20 ? longer : "")}}","output":"hat"}""")]), "instruct");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldMatch("1[0-9] of [0-9]+ items are longer than the model reads: the oldest turns are left out, never the answer");

        run = Into(models.NewRun(), models.Encoder, models.Lines("long-texts.jsonl", [.. Enumerable.Range(0, 40).Select(i => $$"""{"text":"{{longer}} {{i}}","label":"{{i % 2}}"}""")]), "classify");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("are longer than the model reads: the end of the text is cut off.");

        run = Align("dpo", models.Lines("long-pairs.jsonl", [.. Enumerable.Range(0, 40).Select(i => $$"""{"prompt":"{{longer}} {{i}}","chosen":"good","rejected":"bad"}""")]));
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("36 prompts are longer than there is room for beside their completions and are cut from the left.");

        run = Align("grpo", models.Lines("long-prompts.jsonl", [.. Enumerable.Range(0, 40).Select(i => $$"""{"prompt":"{{(i % 2 == 0 ? longer : "")}} {{i}}","answer":"1"}""")]), "--reward", "exact", "--max-tokens", "4", "--samples", "2", "--prompts", "2");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("20 of 40 prompts leave no room for an answer in the model's context; they are left out.");
    }

    private ToolRun Finetune(string model, string data, string task, params string[] more) => Into(models.NewRun(), model, data, task, more);

    private static ToolRun Into(string folder, string model, string data, string task, params string[] more) =>
        ToolRun.Of(["finetune", "--model", model, "--data", data, "--task", task, "--out", folder, .. more.Contains("--steps", StringComparer.Ordinal) ? (string[])[] : ["--steps", "2"], .. more.Contains("--batch", StringComparer.Ordinal) ? (string[])[] : ["--batch", "8"], .. more]);

    private ToolRun Align(string method, string data, params string[] more) =>
        ToolRun.Of(["align", "--model", models.Decoder, "--data", data, "--method", method, "--out", models.NewRun(), "--steps", "2", "--batch", "4", .. more]);
}
