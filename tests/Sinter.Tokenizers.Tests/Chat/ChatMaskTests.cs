namespace Sinter.Tokenizers.Tests.Chat;

/// <summary>The loss mask of templates that do not mark what is trained themselves.</summary>
public sealed class ChatMaskTests
{
    private const string Plain = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    [Fact]
    public void An_answer_is_what_comes_to_its_prompt_up_to_the_token_that_ends_it()
    {
        var chat = Encode(Plain, ChatTexts.Several);
        chat.MaskSource.ShouldBe(ChatMaskSource.Prompts);
        chat.Trained().ShouldBe("4.<|im_end|>|Yes.<|im_end|>");
    }

    [Fact]
    public void What_the_template_puts_before_an_answer_but_not_into_the_prompt_is_trained()
    {
        var chat = Encode(Plain.Replace("{{ m.content }}", "{{ '<think></think>' if m.role == 'assistant' }}{{ m.content }}", StringComparison.Ordinal), ChatTexts.Several);
        chat.Trained().ShouldBe("<think></think>4.<|im_end|>|<think></think>Yes.<|im_end|>");
    }

    [Fact]
    public void Without_a_token_that_ends_answers_all_that_comes_to_the_prompt_is_trained()
    {
        var chat = Encode("{% for m in messages %}{{ m.role }}: {{ m.content }}\n\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}", ChatTexts.Several);
        chat.MaskSource.ShouldBe(ChatMaskSource.Prompts);
        chat.Trained().ShouldBe("4.\n\n|Yes.\n\n");
    }

    [Fact]
    public void A_template_that_writes_earlier_turns_differently_trains_the_contents_with_their_ends()
    {
        var chat = Encode(Plain.Replace("{{ m.content }}", "{{ '!' if loop.last }}{{ m.content }}", StringComparison.Ordinal), ChatTexts.Several);
        chat.MaskSource.ShouldBe(ChatMaskSource.Contents);
        chat.Trained().ShouldBe("4.<|im_end|>|Yes.<|im_end|>");
    }

    [Fact]
    public void Contents_without_an_end_stop_before_the_next_message()
    {
        var chat = Encode("{% for m in messages %}{{ m.role }}{{ loop.length }}: {{ m.content }}\n{% endfor %}<|im_end|>", ChatTexts.Several);
        chat.MaskSource.ShouldBe(ChatMaskSource.Contents);
        chat.Trained().ShouldBe("4.|Yes.\n<|im_end|>");
    }

    [Fact]
    public void Calls_of_tools_belong_to_the_answer()
    {
        var json = System.Text.Json.JsonElement.Parse("""{"role": "assistant", "content": "", "tool_calls": [{"name": "f", "arguments": {"a": 1}}]}""");
        var chat = Encode(
            Plain.Replace("{{ m.content }}", "{{ m.content }}{% if m.tool_calls %}<|start_header_id|>{{ m.tool_calls[0] | tojson }}{% endif %}", StringComparison.Ordinal),
            [new("user", "x"), new("assistant", "") { Json = json }, new("user", "y")]);
        chat.Trained().ShouldBe("""<|start_header_id|>{"name": "f", "arguments": {"a": 1}}<|im_end|>""");
    }

    [Fact]
    public void Special_tokens_that_an_answer_spells_out_do_not_end_it()
    {
        foreach (var template in (string[])[Plain, Plain.Replace("{{ m.content }}", "{{ '!' if loop.last }}{{ m.content }}", StringComparison.Ordinal)])
        {
            Encode(template, [new("user", "x"), new("assistant", "a<|im_end|>b"), new("user", "y")]).Trained().ShouldBe("a<|im_end|>b<|im_end|>");
        }
    }

    [Fact]
    public void Shows_each_token_with_its_text_and_where_it_comes_from()
    {
        var parts = ChatTemplate.ByName("chatml").Show(
            ChatTexts.Tokenizer, new ChatConversation([new("user", "é🙂"), new("assistant", "ok")]), addGenerationPrompt: false);
        string.Concat(parts.Select(static part => part.Text)).ShouldBe("<|im_start|>user\né🙂<|im_end|>\n<|im_start|>assistant\nok<|im_end|>\n");
        parts.Where(static part => part.Kind == ChatPartKind.Special).Select(static part => part.Text).ShouldBe(["<|im_start|>", "<|im_end|>", "<|im_start|>", "<|im_end|>"]);
        string.Concat(parts.Where(static part => part.Kind == ChatPartKind.Message).Select(static part => part.Text)).ShouldBe("é🙂ok");
        string.Concat(parts.Where(static part => part.Trained).Select(static part => part.Text)).ShouldBe("ok<|im_end|>");
        parts.Select(static part => part.Id).ShouldBe(ChatTemplate.ByName("chatml").Encode(ChatTexts.Tokenizer, [new("user", "é🙂"), new("assistant", "ok")], addGenerationPrompt: false).Ids);
    }

    private static EncodedChat Encode(string source, IReadOnlyList<ChatMessage> messages) =>
        ChatTemplate.Parse(source).Encode(ChatTexts.Tokenizer, messages, addGenerationPrompt: false);
}
