using System.Text.Json;
using Sinter.Tests;

namespace Sinter.Cli.Tests.Verbs;

public sealed class EvalVerbTests : IDisposable
{
    private const string Folder = "models/stories260K/";
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public EvalVerbTests() => _model = TinyModel.Write(_folder.File("model"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stories260K_has_its_known_perplexity()
    {
        var model = _folder.File("stories");
        var json = _folder.File("result.json");
        ToolRun.Of("model", "import", Assets.Path(Folder + "stories260K.bin"), "--tokenizer", Assets.Path(Folder + "tok512.bin"), "--out", model).Code.ShouldBe(ExitCode.Done);

        var run = ToolRun.Of("eval", model, "--perplexity", Assets.Path(Folder + "eval_text.txt"), "--max-tokens", "500", "--json", json);

        run.ShouldBe(new ToolRun(ExitCode.Done, "", ""));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        result.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["tokens", "nllPerToken", "perplexity", "bitsPerByte"]);
        result.RootElement.GetProperty("tokens").GetInt64().ShouldBe(499);

        // Mean and perplexity of llama2.c over the first 500 tokens, from the README beside the model.
        result.RootElement.GetProperty("nllPerToken").GetDouble().ShouldBe(1.74576, 2e-4);
        result.RootElement.GetProperty("perplexity").GetDouble().ShouldBe(5.73026, 1e-3);
        result.RootElement.GetProperty("bitsPerByte").GetDouble().ShouldBeInRange(1, 2);
    }

    [Fact]
    public void Without_json_the_figures_are_printed()
    {
        var text = string.Concat(Enumerable.Repeat("the cat and the hat and the bat, ", 10));
        var run = Eval(_folder.File("text.txt", text));

        run.Code.ShouldBe(ExitCode.Done);
        foreach (var figure in new[] { "perplexity", "nats a token", "bits per byte", $"{text.Length} B of text" })
        {
            run.Output.ShouldContain(figure);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        var plain = _folder.File("plain.txt", "the cat");
        var marked = _folder.File("marked.txt", "\uFEFFthe cat");

        Eval(marked).Output.ShouldBe(Eval(plain).Output);
    }

    [Fact]
    public void A_text_that_is_missing_empty_or_a_folder_fails_with_a_sentence()
    {
        Eval(_folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no text file");
        Eval(_folder.File("empty.txt", "")).ShouldFail(ExitCode.Failed, "has too little text");
        Eval(_folder.Path).ShouldFail(ExitCode.Failed, "is a folder");
        Eval(_folder.File("text.txt", "the cat"), "--max-tokens", "1").ShouldFail(ExitCode.WrongUse, "--max-tokens is '1', expected a whole number from 2");
        ToolRun.Of("eval", _model).ShouldFail(ExitCode.WrongUse, "Option '--perplexity' is required");
    }

    private ToolRun Eval(string file, params string[] more) => ToolRun.Of(["eval", _model, "--perplexity", file, .. more]);
}
