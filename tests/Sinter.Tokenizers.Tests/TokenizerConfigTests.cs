using System.Text.Json;

namespace Sinter.Tokenizers.Tests;

public sealed class TokenizerConfigTests
{
    [Fact]
    public void Goes_into_a_model_folder_with_the_chat_template()
    {
        using var folder = new TemporaryFolder();
        TestTexts.Small.SaveFolder(Path.Combine(folder.Path, "model"), ChatTemplate.Default, contextLength: 256);
        var config = TokenizerConfig.Load(Path.Combine(folder.Path, "model", "tokenizer_config.json"));

        config.ShouldBe(new TokenizerConfig
        {
            BosToken = "<|endoftext|>",
            EosToken = "<|endoftext|>",
            PadToken = "<|endoftext|>",
            ChatTemplate = ChatTemplate.Default.JinjaSource,
            ContextLength = 256,
        });
        Tokenizer.Load(Path.Combine(folder.Path, "model")).Fingerprint.ShouldBe(TestTexts.Small.Fingerprint);
    }

    [Fact]
    public void Reads_tokens_written_as_objects_and_templates_written_as_lists()
    {
        using var folder = new TemporaryFolder();
        var config = TokenizerConfig.Load(folder.File("c.json", """
            {"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "pad_token": null, "model_max_length": 1e30,
             "chat_template": [{"name": "tool_use", "template": "T"}, {"name": "default", "template": "D"}]}
            """));
        config.ShouldBe(new TokenizerConfig { BosToken = "<s>", EosToken = "</s>", ChatTemplate = "D" });
    }

    [Fact]
    public void Takes_the_template_from_a_file_of_its_own_where_there_is_one()
    {
        using var folder = new TemporaryFolder();
        folder.File("chat_template.jinja", "{{ messages[0].content }}\n");
        TokenizerConfig.Load(folder.File("tokenizer_config.json", """{"chat_template": "old"}""")).ChatTemplate.ShouldBe("{{ messages[0].content }}\n");
    }

    [Fact]
    public void Says_which_tokens_begin_and_end_a_text()
    {
        using var folder = new TemporaryFolder();
        TestTexts.Small.SaveFolder(folder.Path);
        folder.File("tokenizer_config.json", JsonSerializer.Serialize(new { eos_token = "<|user|>", bos_token = "<|system|>" }));
        var tokenizer = Tokenizer.Load(folder.Path);
        (tokenizer.BeginningOfText, tokenizer.EndOfText).ShouldBe((1, 2));
    }

    [Fact]
    public void May_not_name_a_token_that_the_tokenizer_lacks()
    {
        using var folder = new TemporaryFolder();
        TestTexts.Small.SaveFolder(folder.Path);
        folder.File("tokenizer_config.json", """{"eos_token": "</s>"}""");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.Path)).Message.ShouldContain("eos_token is '</s>'");
    }
}
