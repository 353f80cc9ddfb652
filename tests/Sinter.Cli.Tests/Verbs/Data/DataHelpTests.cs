namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class DataHelpTests
{
    [Theory]
    [InlineData("clean")]
    [InlineData("explain")]
    [InlineData("rejudge")]
    [InlineData("diff")]
    [InlineData("stats")]
    [InlineData("convert")]
    [InlineData("extract")]
    [InlineData("language")]
    [InlineData("redact")]
    [InlineData("synthesize")]
    [InlineData("classifier", "train")]
    [InlineData("classifier", "predict")]
    [InlineData("classifier", "test")]
    [InlineData("steps")]
    public void The_help_of_each_verb_ends_with_examples_of_it(params string[] verb)
    {
        var run = ToolRun.Of(["data", .. verb, "--help"]);

        run.Code.ShouldBe(ExitCode.Done);
        var examples = run.Output.Split("Examples:\n");
        examples.Length.ShouldBe(2);
        examples[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(example => example.StartsWith($"  sinter data {string.Join(' ', verb)}", StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_and_profiles_are_shown_with_their_options()
    {
        var all = ToolRun.Of("data", "steps");
        all.Code.ShouldBe(ExitCode.Done);
        all.Output.ShouldContain("  gopherQuality ");
        all.Output.ShouldContain("  fineweb ");

        ToolRun.Of("data", "steps", "minimumWords").Output.ShouldMatch(@"minimum +3 +Fewest words; .*\(a whole number from 0 to 1,000,000\)");
        ToolRun.Of("data", "steps", "fineweb").Output.ShouldContain("gopherQuality: ");
        ToolRun.Of("data", "steps", "fineweeb").ShouldFail(ExitCode.WrongUse, "There is no step 'fineweeb'");
    }

    [Fact]
    public void A_verb_alone_says_what_is_missing()
    {
        ToolRun.Of("data").ShouldFail(ExitCode.WrongUse, "Required command was not provided (see 'sinter data --help').");
        ToolRun.Of("data", "claen").ShouldFail(ExitCode.WrongUse, "'claen' is not known to 'sinter data', did you mean 'clean'?");
    }
}
