using Sinter.Models.Files;

namespace Sinter.Cli.Tests.Verbs;

public sealed class GenerateVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public GenerateVerbTests() => _model = TinyModel.Write(_folder.File("model"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_output_is_the_prompt_and_its_continuation_and_figures_go_aside()
    {
        var run = ToolRun.Of("generate", _model, "--prompt", "the cat", "--max-tokens", "5", "--greedy");

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldStartWith("the cat");
        run.Output.ShouldEndWith("\n");
        run.Error.ShouldContain("generated 5 tokens");
        run.Error.ShouldContain("ended by --max-tokens; greedy");
    }

    [Fact]
    public void A_seed_gives_the_same_text_again_at_any_number_of_threads_and_another_seed_another()
    {
        string[] command = ["generate", _model, "--prompt", "and", "--max-tokens", "20", "--temperature", "2"];
        var first = ToolRun.Of([.. command, "--seed", "7", "--threads", "1"]);

        ToolRun.Of([.. command, "--seed", "7", "--threads", "2"]).Output.ShouldBe(first.Output);
        ToolRun.Of([.. command, "--seed", "8"]).Output.ShouldNotBe(first.Output);
        first.Error.ShouldContain("temperature 2, seed 7");
    }

    [Fact]
    public void Without_a_seed_the_one_that_was_drawn_is_said_so_that_the_text_can_be_had_again()
    {
        string[] command = ["generate", _model, "--max-tokens", "20", "--temperature", "2"];
        var first = ToolRun.Of(command);
        var seed = first.Error.Split("seed ")[1].Trim();

        ToolRun.Of([.. command, "--seed", seed]).Output.ShouldBe(first.Output);
    }

    [Fact]
    public void A_huge_number_of_tokens_ends_where_the_context_is_full()
    {
        var run = ToolRun.Of("generate", _model, "--prompt", "the", "--max-tokens", "2147483647", "--greedy");

        run.Code.ShouldBe(ExitCode.Done);
        run.Error.ShouldMatch("the model ended the text|context is full");
    }

    [Fact]
    public void Of_a_run_folder_the_final_model_is_taken()
    {
        var run = _folder.File("run");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "recipe.yaml"), "seed: 1\n");
        ToolRun.Of("generate", run).ShouldFail(ExitCode.Failed, "has no model yet");

        TinyModel.Write(Path.Combine(run, "model-base"));
        ToolRun.Of("generate", run).ShouldFail(ExitCode.Failed, "is not finished");

        TinyModel.Write(Path.Combine(run, "model"));
        ToolRun.Of("generate", run, "--greedy").Output.ShouldBe(ToolRun.Of("generate", _model, "--greedy").Output);
    }

    [Fact]
    public void What_is_no_model_fails_with_a_sentence()
    {
        ToolRun.Of("generate", _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no model folder");
        ToolRun.Of("generate", _folder.Path).ShouldFail(ExitCode.Failed, "holds no config.json");
        ToolRun.Of("generate", "").ShouldFail(ExitCode.Failed, "There is no model folder");

        var weights = Path.Combine(_model, ModelFolder.WeightsFileName);
        using (var file = File.OpenWrite(weights))
        {
            file.SetLength(file.Length - 100);
        }

        ToolRun.Of("generate", _model).ShouldFail(ExitCode.Failed, weights);
        File.Delete(Path.Combine(_model, "tokenizer.json"));
        ToolRun.Of("generate", _model).ShouldFail(ExitCode.Failed, "holds no tokenizer");
    }

    [Theory]
    [InlineData("--greedy and --temperature", "--greedy", "--temperature", "1")]
    [InlineData("--max-tokens is '0', expected a whole number from 1", "--max-tokens", "0")]
    [InlineData("--max-tokens is '99999999999', expected", "--max-tokens", "99999999999")]
    [InlineData("--max-tokens is 'many', expected", "--max-tokens", "many")]
    [InlineData("--temperature is 'NaN', expected a number from 0 to 100", "--temperature", "NaN")]
    [InlineData("--temperature is '0,5', expected", "--temperature", "0,5")]
    [InlineData("--top-p is '0', expected", "--top-p", "0")]
    [InlineData("--top-k is '-1', expected", "--top-k", "-1")]
    [InlineData("--seed is '-1', expected", "--seed", "-1")]
    [InlineData("--threads is '-1', expected", "--threads", "-1")]
    [InlineData("did you mean '--temperature'?", "--temprature", "1")]
    public void Wrong_options_are_wrong_use(string sentence, params string[] options) =>
        ToolRun.Of(["generate", _model, .. options]).ShouldFail(ExitCode.WrongUse, sentence);

    [Fact]
    public void A_prompt_longer_than_the_context_is_wrong_use() =>
        ToolRun.Of("generate", _model, "--prompt", new string('x', TinyModel.ContextLength + 1)).ShouldFail(ExitCode.WrongUse, "shorten it");
}
