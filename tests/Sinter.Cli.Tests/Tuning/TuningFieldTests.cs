using Sinter.Cli.Recipes;
using Sinter.Cli.Tests.Verbs;
using Sinter.Cli.Tuning;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Which records of a user's files are read, by which fields, and what of them trains.</summary>
public sealed class TuningFieldTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Fact]
    public void Broken_records_are_left_out_where_the_user_allows_it_and_told_before_training()
    {
        var data = models.Lines("broken.jsonl", Enumerable.Range(0, 40).Select(static i => i == 16 ? "{\"text\":\"a\"," : TuningModels.Example("classify", i)));

        Finetune(data, "classify").ShouldFail("or leave it out with --allow-broken (in a recipe 'finetune.allowBroken: true').");
        var run = Finetune(data, "classify", "--allow-broken");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("1 of 40 records is broken (first: ");
        run.Output.ShouldContain("line 17");
        run.Output.IndexOf("is broken", StringComparison.Ordinal).ShouldBeLessThan(run.Output.IndexOf("Checked in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dpo", "preference")]
    [InlineData("kto", "kto")]
    [InlineData("kto", "preference")]
    [InlineData("reward", "preference")]
    [InlineData("best-of-n", "prompts", "--reward", "length:4", "--samples", "2", "--prompts", "2", "--max-tokens", "4")]
    public void Broken_preferences_are_left_out_where_the_user_allows_it(string method, string kind, params string[] more)
    {
        var data = models.Lines($"broken-{method}-{kind}.jsonl", Enumerable.Range(0, 40).Select(i => i == 30 ? "{]" : TuningModels.Example(kind, i)));

        Align(method, data, more).ShouldFail("or leave it out with --allow-broken (in a recipe 'align.allowBroken: true').");
        var run = Align(method, data, [.. more, "--allow-broken"]);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain(" records is broken (first: ");
    }

    [Fact]
    public void Prompts_and_answers_of_other_names_are_named()
    {
        var data = models.Lines("asked.jsonl", Enumerable.Range(0, 40).Select(static i => $$"""{"ask":"say hat {{i}}","reply":"hat"}"""));

        Finetune(data, "instruct").ShouldFail("fields with other names are named with --prompt-field and --response-field (in a recipe 'finetune.promptField' and 'finetune.responseField').");
        Finetune(data, "classify").ShouldFail("named with --text-field and --label-field");
        Finetune(data, "instruct", "--prompt-field", "ask", "--response-field", "answer").ShouldFail("'answer' (named for completion)");
        var run = Finetune(data, "instruct", "--prompt-field", "ask", "--response-field", "reply");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("32 examples train");
        Finetune(data, "instruct", "--text-field", "ask", "--label-field", "reply").Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void A_conversation_in_a_field_of_another_name_is_named()
    {
        var data = models.Lines("talks.jsonl", Enumerable.Range(0, 40).Select(static i => $$"""{"talk":[{"role":"user","content":"say hat {{i}}"},{"role":"assistant","content":"hat"}]}"""));

        Finetune(data, "instruct", "--text-field", "talk").Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void Preferences_of_other_names_are_named()
    {
        var data = models.Lines("judged.jsonl", Enumerable.Range(0, 40).Select(static i => $$"""{"ask":"say hat {{i}}","better":"hat","worse":"dog"}"""));
        var single = models.Lines("single.jsonl", Enumerable.Range(0, 40).Select(static i => $$"""{"ask":"say hat {{i}}","said":"hat","liked":{{(i % 2 == 0 ? "true" : "false")}}}"""));
        var sums = models.Lines("asked-sums.jsonl", Enumerable.Range(0, 40).Select(static i => $$"""{"sum":"1+{{i}}=","gives":"{{1 + i}}"}"""));

        Align("dpo", data).ShouldFail("named with --prompt-field, --chosen-field and --rejected-field (in a recipe 'align.promptField', 'align.chosenField' and 'align.rejectedField').");
        Align("dpo", data, "--prompt-field", "ask", "--chosen-field", "better", "--rejected-field", "worse").Code.ShouldBe(ExitCode.Done);
        Align("kto", single, "--prompt-field", "ask", "--response-field", "said", "--label-field", "liked").Code.ShouldBe(ExitCode.Done);
        Align("best-of-n", sums, "--prompt-field", "sum", "--response-field", "gives", "--reward", "exact", "--samples", "2", "--prompts", "2", "--max-tokens", "4").Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void What_the_users_test_file_holds_is_not_trained()
    {
        var folder = models.NewRun();
        var test = models.Lines("measured.jsonl", [.. Enumerable.Range(0, 5).Select(static i => TuningModels.Example("classify", i).ToUpperInvariant().Replace("TEXT", "text").Replace("LABEL", "label").Replace("POSITIVE", "positive").Replace("NEGATIVE", "negative")), TuningModels.Example("classify", 77)]);

        var run = Into(folder, models.Data("classify"), "classify", "--test", test);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("5 of 40 examples of 'finetune.train' stand in 'finetune.test' too, letter case, punctuation and space aside (first: ");
        run.Output.ShouldContain("they are left out of the training.");
        var examples = StageResult.Read(new RunFolder(folder), "finetune")!.Metrics["examples"]!;
        (examples["train"]!.GetValue<int>() + examples["validation"]!.GetValue<int>(), examples["test"]!.GetValue<int>()).ShouldBe((35, 6));
        Finetune(models.Data("classify"), "classify", "--test", models.Data("classify")).ShouldFail("All 40 examples of 'finetune.train' stand in 'finetune.test' too");
        Align("dpo", models.Data("preference"), "--test", models.Lines("measured-pairs.jsonl", [TuningModels.Example("preference", 3), TuningModels.Example("preference", 99)])).Output
            .ShouldContain("1 of 40 examples of 'align.data' stands in 'align.test' too");
    }

    [Fact]
    public void Parts_of_a_cross_validation_share_no_text()
    {
        var data = models.Lines("repeated.jsonl", Enumerable.Range(0, 60).Select(static i => TuningModels.Example("classify", i % 20)));
        var items = TuningItems.Read(new FinetuneSection { Task = "classify", Train = [data] }, seed: 3);

        var parts = items.Folds(4);

        parts.Count.ShouldBe(4);
        parts.Sum(static part => part.Test.Count).ShouldBe(items.Train.Count + items.Validation.Count);
        foreach (var (train, test) in parts)
        {
            train.Select(static item => item.Text).Intersect(test.Select(static item => item.Text)).ShouldBeEmpty();
            test.Select(static item => item.Label).Distinct().Count().ShouldBe(2);
        }

        Should.Throw<InvalidDataException>(() => items.Folds(19)).Message.ShouldStartWith("'finetune.folds' is 19: ");
    }

    [Theory]
    [InlineData("finetune", "--model", "--data", "--task", "--out")]
    [InlineData("align", "--model", "--data", "--method", "--out")]
    public void The_help_begins_with_what_must_be_given_and_shows_flags_without_values(string verb, params string[] first)
    {
        var lines = ToolRun.Of(verb, "--help").Output.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("--", StringComparison.Ordinal)).ToList();

        lines.Take(4).Select(static line => line.Split(' ')[0]).ShouldBe(first);
        lines.Take(4).ShouldAllBe(static line => line.Contains("(REQUIRED)"));
        lines.ShouldContain(static line => line.StartsWith("--allow-broken  "));
    }

    private ToolRun Finetune(string data, string task, params string[] more) => Into(models.NewRun(), data, task, more);

    private ToolRun Into(string folder, string data, string task, params string[] more) =>
        ToolRun.Of(["finetune", "--model", task is "instruct" ? models.Decoder : models.Encoder, "--data", data, "--task", task, "--out", folder, "--steps", "2", "--batch", "8", "--threads", "1", .. more]);

    private ToolRun Align(string method, string data, params string[] more) =>
        ToolRun.Of(["align", "--model", models.Decoder, "--data", data, "--method", method, "--out", models.NewRun(), "--steps", "2", "--batch", "4", "--threads", "1", .. more]);
}
