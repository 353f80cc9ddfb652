using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

public sealed class TokenizerShowVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tokenizer;

    public TokenizerShowVerbTests() => _tokenizer = SmallTokenizer.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tokenizer_is_told_line_by_line()
    {
        var run = ToolRun.Of("tokenizer", "show", _tokenizer);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldMatch("Model +BPE over bytes\n");
        run.Output.ShouldMatch("Special +0 '<\\|endoftext\\|>'");
        run.Output.ShouldContain(Tokenizer.Load(_tokenizer).Fingerprint);
        run.Output.ShouldMatch("Memory +[0-9]");
    }

    [Fact]
    public void Json_has_the_same_facts()
    {
        using var json = JsonDocument.Parse(ToolRun.Of("tokenizer", "show", _tokenizer, "--json").Output);

        json.RootElement.GetProperty("vocabularySize").GetInt32().ShouldBe(Tokenizer.Load(_tokenizer).VocabularySize);
        json.RootElement.GetProperty("specialTokens")[0].GetProperty("token").GetString().ShouldBe("<|endoftext|>");
    }

    [Fact]
    public void A_text_is_shown_as_it_is_cut_with_control_characters_as_signs()
    {
        var run = ToolRun.Of("tokenizer", "show", _tokenizer, "--text", "the cat\tq🦙\n\u001b[2J");

        run.Output.ShouldStartWith("the| cat|→|q|🦙|↵\n|␛|[|2|J\n");
        run.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_chat_shows_what_is_trained()
    {
        var chat = _folder.File("chat.json", """{"messages":[{"role":"user","content":"the cat"},{"role":"assistant","content":"sat"}]}""");

        var run = ToolRun.Of("tokenizer", "show", _tokenizer, "--chat", chat);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldStartWith("<|user|>the cat<|assistant|>⟦sat<|endoftext|>⟧\n");

        using var json = JsonDocument.Parse(ToolRun.Of("tokenizer", "show", _tokenizer, "--chat", chat, "--json").Output);
        json.RootElement.GetProperty("text").GetString().ShouldBe("<|user|>the cat<|assistant|>sat<|endoftext|>");
        json.RootElement.GetProperty("trained").GetArrayLength().ShouldBe(json.RootElement.GetProperty("ids").GetArrayLength());
    }

    [Theory]
    [InlineData("", "holds no conversation")]
    [InlineData("{\"messages\":[]}", "there are no messages")]
    [InlineData("[{\"content\":\"x\"}]", "a message has no role")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n{broken\n", "line 2: this is no JSON")]
    public void A_bad_chat_is_told_with_its_line(string content, string sentence) =>
        ToolRun.Of("tokenizer", "show", _tokenizer, "--chat", _folder.File("chat.json", content)).ShouldFail(ExitCode.Failed, sentence);

    [Fact]
    public void What_does_not_go_together_is_told()
    {
        var chat = _folder.File("chat.json", """[{"role":"user","content":"x"}]""");

        ToolRun.Of("tokenizer", "show", _tokenizer, "--chat", chat, "--text", "x").ShouldFail(ExitCode.WrongUse, "give one of them");
        ToolRun.Of("tokenizer", "show", _tokenizer, "--template", "chatml").ShouldFail(ExitCode.WrongUse, "give --chat FILE too");
        ToolRun.Of("tokenizer", "show", _tokenizer, "--chat", chat, "--template", "none").ShouldFail(ExitCode.WrongUse, "There is no chat template 'none'");
    }
}
