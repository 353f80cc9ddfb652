using Sinter.Cli.Tests.Verbs;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Odd and hostile lines.</summary>
public sealed class PredictVerbTests(TuningModels models) : IClassFixture<TuningModels>
{
    [Fact]
    public void A_bad_line_has_its_error_in_its_place()
    {
        var folder = models.Finetune(models.Encoder, "classify");

        var said = Predictions.Of(models.Lines("mixed.txt", ["a good hat", "{\"text\":", "", "{\"txt\":\"a\"}", "{\"text\":7}", "a bad hat\r"]), folder);

        said.Run.Code.ShouldBe(ExitCode.Failed);
        said.Run.Error.ShouldBe("3 lines could not be read; the output says why, in their place.\n");
        said.Lines.Count.ShouldBe(5);
        said.Lines[0].GetProperty("label").GetString().ShouldNotBeNull();
        said.Lines[1].GetProperty("line").GetInt32().ShouldBe(2);
        said.Lines[1].GetProperty("error").GetString().ShouldStartWith("Line 2: this begins as JSON and is none");
        said.Lines[2].GetProperty("error").GetString().ShouldStartWith("Line 4: there is no text 'text'");
        said.Lines[3].GetProperty("line").GetInt32().ShouldBe(5);
        said.Lines[4].GetProperty("probability").GetDouble().ShouldBeGreaterThan(0);
        Predictions.Of(models.File("nothing.txt", ""), folder).Whole(0);
    }

    [Fact]
    public void A_huge_line_is_not_held_and_a_long_one_is_cut_and_says_so()
    {
        var folder = models.Finetune(models.Encoder, "classify");

        var said = Predictions.Of(models.Lines("huge.txt", [new string('x', (16 << 20) + 1), "a good hat", string.Concat(Enumerable.Repeat("a good hat ", 5000))]), folder);

        said.Run.Code.ShouldBe(ExitCode.Failed);
        said.Lines.Count.ShouldBe(3);
        said.Lines[0].GetProperty("error").GetString().ShouldStartWith("Line 1: this is longer than 16");
        said.Lines[1].TryGetProperty("cut", out _).ShouldBeFalse();
        said.Lines[2].GetProperty("cut").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void A_line_that_the_model_cannot_answer_leaves_those_beside_it_alone()
    {
        var folder = models.Finetune(models.Encoder, "choice");

        var said = Predictions.Of(models.Lines("choices.txt", ["which?\ta\tb", "which?\ta\tb\tc\td\te", """{"question":"which?","choices":["a"]}""", "which?"]), folder);

        said.Run.Code.ShouldBe(ExitCode.Failed);
        said.Lines.Count.ShouldBe(4);
        said.Lines[0].GetProperty("choice").GetInt32().ShouldBeInRange(0, 1);
        said.Lines[1].GetProperty("error").GetString().ShouldBe("Line 2: A question has 5 answers; this model chooses among 2 to 3.");
        said.Lines[2].GetProperty("error").GetString()!.ShouldContain("has 1 answers");
        said.Lines[3].GetProperty("error").GetString()!.ShouldContain("too few parts");
    }

    [Theory]
    [InlineData("tokens", """{"words":[]}""", """{"words":["",""]}""", """{"words":"a b"}""")]
    [InlineData("qa", "\t", """{"question":"","context":""}""", "no tab")]
    [InlineData("pair", "\t", """{"first":"","second":""}""", "a\tb\tc")]
    public void Empty_parts_end_in_an_answer_or_an_error(string task, params string[] lines)
    {
        var folder = models.Finetune(models.Encoder, task);

        var said = Predictions.Of(models.Lines("odd.txt", [.. lines, .. lines]), folder);

        said.Run.Error.ShouldNotContain("in a way that it should not");
        said.Run.Code.ShouldBe(ExitCode.Failed);
        said.Lines[^1].GetProperty("error").GetString().ShouldNotBeNull();
    }

    [Fact]
    public void Conversations_that_the_template_refuses_are_errors_in_their_place()
    {
        var folder = models.Finetune(models.Decoder, "instruct");

        var said = Predictions.Of(
            models.Lines("chats.txt", ["say hat", """{"messages":[]}""", """{"messages":[{"role":"alien","content":"a"}]}""", """{"messages":[{"role":"user"}]}""", """{"messages":[1]}"""]), folder, "--max-tokens", "2");

        said.Run.Code.ShouldBe(ExitCode.Failed, said.Run.Output);
        said.Lines.Count.ShouldBe(5);
        said.Lines[0].GetProperty("text").GetString().ShouldNotBeNull();
        foreach (var line in said.Lines.Skip(1))
        {
            line.GetProperty("error").GetString().ShouldStartWith("Line ");
        }
    }

    [Fact]
    public void What_is_no_tuned_model_fails_with_a_sentence()
    {
        var input = models.Lines("one.txt", ["a"]);

        ToolRun.Of("predict", models.Decoder, "--input", input).ShouldFail(ExitCode.Failed, $"has no {TaskDescription.FileName}");
        ToolRun.Of("predict", models.File("nowhere"), "--input", input).ShouldFail(ExitCode.Failed, "nowhere");
        var folder = models.Finetune(models.Encoder, "classify");
        ToolRun.Of("predict", folder, "--input", models.File("no-lines.txt")).ShouldFail(ExitCode.Failed, "no-lines.txt");
        ToolRun.Of("predict", folder, "--input", input, "--max-tokens", "0").ShouldFail(ExitCode.WrongUse, "--max-tokens");
        var task = Path.Combine(new RunFolder(folder).Model, TaskDescription.FileName);
        File.WriteAllText(task, "{\"task\":");
        ToolRun.Of("predict", folder, "--input", input).ShouldFail(ExitCode.Failed, "is no description of a task");
        File.WriteAllText(task, """{"task":"classify","labels":["a","b","c"]}""");
        ToolRun.Of("predict", folder, "--input", input).ShouldFail(ExitCode.Failed, "belongs to another model");
    }
}
