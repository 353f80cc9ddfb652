namespace Sinter.Tokenizers.Tests.Chat;

/// <summary>The formats as their makers document them; Debian's Jinja and the JavaScript one of Hugging Face render the same templates to the same texts.</summary>
public sealed class BuiltInTemplateTests
{
    [Theory]
    [InlineData("sinter", "<|user|>Who are you?<|assistant|>")]
    [InlineData("chatml", "<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("llama2", "<s>[INST] Who are you? [/INST]")]
    [InlineData("llama3", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWho are you?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("mistral", "<s>[INST] Who are you?[/INST]")]
    [InlineData("gemma", "<bos><start_of_turn>user\nWho are you?<end_of_turn>\n<start_of_turn>model\n")]
    [InlineData("zephyr", "<|user|>\nWho are you?</s>\n<|assistant|>\n")]
    [InlineData("phi3", "<|user|>\nWho are you?<|end|>\n<|assistant|>\n")]
    [InlineData("qwen", "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("alpaca", "<s>Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nWho are you?\n\n### Response:\n")]
    public void Asks_one_question(string name, string expected) =>
        ChatTemplate.ByName(name).Render(ChatTexts.Single, addGenerationPrompt: true).ShouldBe(expected);

    [Theory]
    [InlineData("sinter", "<|system|>Be brief.<|user|>What is 2 + 2?<|assistant|>4.<|endoftext|><|user|>Sure?<|assistant|>Yes.<|endoftext|>")]
    [InlineData("chatml", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n4.<|im_end|>\n<|im_start|>user\nSure?<|im_end|>\n<|im_start|>assistant\nYes.<|im_end|>\n")]
    [InlineData("llama2", "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nWhat is 2 + 2? [/INST] 4. </s><s>[INST] Sure? [/INST] Yes. </s>")]
    [InlineData("llama3", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhat is 2 + 2?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n4.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nSure?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nYes.<|eot_id|>")]
    [InlineData("gemma", "<bos><start_of_turn>user\nBe brief.\n\nWhat is 2 + 2?<end_of_turn>\n<start_of_turn>model\n4.<end_of_turn>\n<start_of_turn>user\nSure?<end_of_turn>\n<start_of_turn>model\nYes.<end_of_turn>\n")]
    [InlineData("zephyr", "<|system|>\nBe brief.</s>\n<|user|>\nWhat is 2 + 2?</s>\n<|assistant|>\n4.</s>\n<|user|>\nSure?</s>\n<|assistant|>\nYes.</s>\n")]
    [InlineData("phi3", "<|system|>\nBe brief.<|end|>\n<|user|>\nWhat is 2 + 2?<|end|>\n<|assistant|>\n4.<|end|>\n<|user|>\nSure?<|end|>\n<|assistant|>\nYes.<|end|>\n<|endoftext|>")]
    [InlineData("alpaca", "<s>Be brief.\n\n### Instruction:\nWhat is 2 + 2?\n\n### Response:\n4.</s>\n\n### Instruction:\nSure?\n\n### Response:\nYes.</s>\n\n")]
    public void Writes_a_system_message_and_several_turns(string name, string expected) =>
        ChatTemplate.ByName(name).Render(ChatTexts.Several).ShouldBe(expected);

    [Fact]
    public void Mistral_has_the_system_message_before_the_newest_question() =>
        ChatTemplate.ByName("mistral").Render(ChatTexts.Several[..4]).ShouldBe("<s>[INST] What is 2 + 2?[/INST] 4.</s>[INST] Be brief.\n\nSure?[/INST]");

    [Fact]
    public void Qwen_has_a_system_message_of_its_own_only_where_none_is_given() =>
        ChatTemplate.ByName("qwen").Render(ChatTexts.Several).ShouldBe(ChatTemplate.ByName("chatml").Render(ChatTexts.Several));

    [Theory]
    [InlineData("llama2", " [/INST] Hi </s>")]
    [InlineData("llama3", "\n\nHi<|eot_id|>")]
    [InlineData("mistral", "[/INST] Hi</s>")]
    [InlineData("gemma", "model\nHi<end_of_turn>\n")]
    [InlineData("alpaca", "Response:\nHi</s>\n\n")]
    [InlineData("chatml", "assistant\n  Hi \n<|im_end|>\n")]
    [InlineData("zephyr", "assistant|>\n  Hi \n</s>\n")]
    public void Trims_an_answer_where_its_family_does(string name, string end) =>
        ChatTemplate.ByName(name).Render([new("user", "x"), new("assistant", "  Hi \n")]).ShouldEndWith(end);

    [Theory]
    [InlineData("llama2")]
    [InlineData("mistral")]
    [InlineData("gemma")]
    [InlineData("alpaca")]
    public void Refuses_turns_that_do_not_alternate_where_its_family_does(string name)
    {
        foreach (var messages in (ChatMessage[][])[[new("assistant", "x")], [new("user", "x"), new("user", "y")], [new("user", "x"), new("system", "y")]])
        {
            Should.Throw<ChatTemplateException>(() => ChatTemplate.ByName(name).Render(messages)).Message.ShouldContain("take turns");
        }
    }

    [Fact]
    public void Each_trains_the_answers_with_their_ends_and_nothing_else()
    {
        var ends = new Dictionary<string, string>
        {
            ["alpaca"] = "4.</s>|Yes.</s>",
            ["chatml"] = "4.<|im_end|>|Yes.<|im_end|>",
            ["gemma"] = "4.<end_of_turn>|Yes.<end_of_turn>",
            ["llama2"] = " 4. </s>| Yes. </s>",
            ["llama3"] = "4.<|eot_id|>|Yes.<|eot_id|>",
            ["mistral"] = " 4.</s>| Yes.</s>",
            ["phi3"] = "4.<|end|>|Yes.<|end|>",
            ["qwen"] = "4.<|im_end|>|Yes.<|im_end|>",
            ["sinter"] = "4.<|endoftext|>|Yes.<|endoftext|>",
            ["zephyr"] = "4.</s>|Yes.</s>",
        };
        ends.Keys.ShouldBe(ChatTemplate.Names);
        foreach (var (name, expected) in ends)
        {
            var chat = ChatTemplate.ByName(name).Encode(ChatTexts.Tokenizer, ChatTexts.Several, addGenerationPrompt: false);
            chat.Trained.Length.ShouldBe(chat.Ids.Length);
            chat.MaskSource.ShouldBe(ChatMaskSource.Marks, name);
            chat.Trained().ShouldBe(expected, name);
        }
    }

    [Fact]
    public void An_answer_of_nothing_trains_its_end()
    {
        foreach (var name in ChatTemplate.Names)
        {
            var chat = ChatTemplate.ByName(name).Encode(ChatTexts.Tokenizer, [new("user", "x"), new("assistant", "")], addGenerationPrompt: false);
            chat.Trained().ShouldNotBeEmpty(name);
        }
    }
}
