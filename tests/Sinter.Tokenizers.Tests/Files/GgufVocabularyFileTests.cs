using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.Files;

public sealed class GgufVocabularyFileTests
{
    private const string Folder = "tokenizers/llama.cpp-vocab/ggml-vocab-";

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("falcon")]
    [InlineData("llama-spm")]
    [InlineData("phi-3")]
    [InlineData("bert-bge")]
    public void Encodes_the_cases_of_llama_cpp_exactly(string name)
    {
        var tokenizer = Tokenizer.Load(Assets.Path($"{Folder}{name}.gguf"));
        var inputs = File.ReadAllText(Assets.Path($"{Folder}{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var outputs = File.ReadAllLines(Assets.Path($"{Folder}{name}.gguf.out"));
        outputs.Length.ShouldBeGreaterThan(40);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = outputs[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
            tokenizer.Encode(inputs[i]).ShouldBe(expected, $"case {i}: {inputs[i]}");
        }
    }

    [Fact]
    public void Takes_the_special_tokens_and_the_chat_template_from_the_file()
    {
        var path = Assets.Path(Folder + "phi-3.gguf");
        var config = TokenizerConfig.Load(path);
        config.BosToken.ShouldBe("<s>");
        config.EosToken.ShouldBe("<|endoftext|>");
        config.ContextLength.ShouldBe(4096);
        config.ChatTemplate.ShouldNotBeNull().ShouldContain("<|assistant|>");
        var tokenizer = Tokenizer.Load(path);
        tokenizer.EndOfText.ShouldBe(32000);
        tokenizer.BeginningOfText.ShouldBe(1);
        tokenizer.AddSpecialTokens(tokenizer.Encode("Hello")).ShouldBe([1, .. tokenizer.Encode("Hello")]);
        tokenizer.Encode("a<|end|>").ShouldNotContain(32007);
        tokenizer.Encode("a<|end|>", allowSpecial: true).ShouldContain(32007);
    }

    [Fact]
    public void Says_how_a_file_is_cut_that_does_not_say_it()
    {
        using var folder = new TemporaryFolder();
        Tokenizer.Load(Written(folder, ByteLevel("gpt-2"))).Assumption.ShouldBeNull();
        Tokenizer.Load(Written(folder, ByteLevel("brand-new"))).Assumption.ShouldNotBeNull().ShouldContain("brand-new");
    }

    [Fact]
    public void Encodes_with_the_merges_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Tokenizer.Load(Written(folder, ByteLevel("gpt-2")));
        tokenizer.Encode("abc ab").Select(tokenizer.Token).ShouldBe(["ab", "c", "Ġ", "ab"]);
        tokenizer.EndOfText.ShouldBe(257);
    }

    [Theory]
    [InlineData("GGUX", "does not begin with GGUF")]
    [InlineData("version", "version 9")]
    [InlineData("cut", "cut short")]
    [InlineData("keys", "more than it can hold")]
    [InlineData("type", "unknown type 99")]
    [InlineData("twice", "twice")]
    [InlineData("no tokens", "no tokenizer.ggml.tokens")]
    [InlineData("model", "'martian'")]
    [InlineData("kinds", "token_type has 1 items")]
    [InlineData("end", "eos_token_id is 999")]
    [InlineData("merge", "merges[0]")]
    public void Refuses_a_damaged_file_in_one_sentence(string fault, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = ByteLevel("gpt-2");
        var bytes = fault switch
        {
            "model" => ByteLevel("gpt-2", model: "martian").Bytes(),
            "no tokens" => new GgufBytes().Text("tokenizer.ggml.model", "gpt2").Bytes(),
            "twice" => file.Text("tokenizer.ggml.model", "gpt2").Bytes(),
            "kinds" => file.Integers("tokenizer.ggml.token_type", [1]).Bytes(),
            "end" => ByteLevel("gpt-2", end: 999).Bytes(),
            "merge" => ByteLevel("gpt-2", merge: "ab").Bytes(),
            "type" => new GgufBytes().Raw("key", 99).Bytes(),
            _ => file.Bytes(),
        };
        bytes = fault switch
        {
            "GGUX" => [.. "GGUX"u8, .. bytes[4..]],
            "version" => [.. bytes[..4], 9, .. bytes[5..]],
            "keys" => [.. bytes[..16], 255, 255, 255, 255, 255, 255, 255, 127, .. bytes[24..]],
            "cut" => bytes[..^20],
            _ => bytes,
        };
        var path = folder.File("model.gguf");
        File.WriteAllBytes(path, bytes);
        var message = Should.Throw<InvalidDataException>(() => Tokenizer.Load(path)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(path);
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere_without_another_error()
    {
        using var folder = new TemporaryFolder();
        var bytes = ByteLevel("gpt-2").Bytes();
        var path = folder.File("model.gguf");
        for (var length = 0; length < bytes.Length; length += 37)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Should.Throw<InvalidDataException>(() => Tokenizer.Load(path));
        }
    }

    private static string Written(TemporaryFolder folder, GgufBytes gguf)
    {
        var path = folder.File("model.gguf");
        File.WriteAllBytes(path, gguf.Bytes());
        return path;
    }

    private static GgufBytes ByteLevel(string pre, string model = "gpt2", uint end = 257, string merge = "a b") => new GgufBytes()
        .Text("tokenizer.ggml.model", model)
        .Text("tokenizer.ggml.pre", pre)
        .Texts("tokenizer.ggml.tokens", [.. Tokenizers.Text.ByteAlphabet.InCharOrder().Select(static value => Tokenizers.Text.ByteAlphabet.ToChar(value).ToString()), "ab", "<end>"])
        .Texts("tokenizer.ggml.merges", [merge])
        .Integer("tokenizer.ggml.eos_token_id", end);
}
