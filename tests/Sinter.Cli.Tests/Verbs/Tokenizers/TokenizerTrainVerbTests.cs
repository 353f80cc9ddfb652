using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

public sealed class TokenizerTrainVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _texts;

    public TokenizerTrainVerbTests() => _texts = _folder.File(Path.Combine("texts", "a.txt"), string.Concat(Enumerable.Repeat(SmallTokenizer.Text, 50)));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bpe", 300)]
    [InlineData("wordpiece", 60)]
    [InlineData("unigram", 40)]
    [InlineData("char", 40)]
    [InlineData("byte", 260)]
    public void Every_kind_of_model_is_trained_and_reported(string model, int size)
    {
        var target = _folder.File("tokenizer.json");

        var run = ToolRun.Of("tokenizer", "train", "--model", model, "--vocab-size", $"{size}", "--out", target, _folder.File("texts"));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldMatch("Compression +[1-9]");
        run.Output.ShouldContain("Longest ");
        var tokenizer = Tokenizer.Load(target);
        tokenizer.VocabularySize.ShouldBeLessThanOrEqualTo(size);
        tokenizer.Decode(tokenizer.Encode("the cat sat")).ShouldBe("the cat sat");
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("cl100k")]
    [InlineData("o200k")]
    public void The_style_says_how_text_is_cut(string style)
    {
        ToolRun.Of("tokenizer", "train", "--vocab-size", "300", "--style", style, "--special", "<|end|>", "--out", _folder.File("out"), _texts).Code.ShouldBe(ExitCode.Done);

        var tokenizer = Tokenizer.Load(_folder.File("out"));
        tokenizer.AddedTokens.ShouldHaveSingleItem().Content.ShouldBe("<|end|>");
        (tokenizer.Encode("12345678").Length is 8).ShouldBeTrue();
        File.Exists(_folder.File(Path.Combine("out", "tokenizer_config.json"))).ShouldBeTrue();
    }

    [Fact]
    public void The_same_texts_give_the_same_file_at_any_number_of_threads()
    {
        Train("1", "a.json").ShouldBe(Train("3", "b.json"));

        byte[] Train(string threads, string name)
        {
            ToolRun.Of("tokenizer", "train", "--vocab-size", "290", "--threads", threads, "--out", _folder.File(name), _texts).Code.ShouldBe(ExitCode.Done);
            return File.ReadAllBytes(_folder.File(name));
        }
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_is_read()
    {
        Fails(ExitCode.WrongUse, "--model is 'bpee', expected one of bpe, byte, char, unigram, wordpiece.", "--model", "bpee", "--vocab-size", "300");
        Fails(ExitCode.WrongUse, "--style is 'gpt3', expected one of cl100k, gpt2, o200k.", "--style", "gpt3", "--vocab-size", "300");
        Fails(ExitCode.WrongUse, "--vocab-size is missing", "--model", "bpe");
        Fails(ExitCode.WrongUse, "--style says how bpe cuts text", "--model", "unigram", "--style", "gpt2", "--vocab-size", "300");
        Fails(ExitCode.WrongUse, "--byte-fallback is for", "--byte-fallback", "--vocab-size", "300");
        ToolRun.Of("tokenizer", "train", "--vocab-size", "300", "--out", _folder.File("a.docx"), _texts).ShouldFail(ExitCode.WrongUse, "--out is");
        ToolRun.Of("tokenizer", "train", "--vocab-size", "300", "--out", _folder.File("a.json"), _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no file or folder");

        void Fails(int code, string sentence, params string[] more) =>
            ToolRun.Of(["tokenizer", "train", .. more, "--out", _folder.File("a.json"), _texts]).ShouldFail(code, sentence);
    }
}
