namespace Sinter.Tokenizers.Tests.Chat;

/// <summary>A tokenizer and conversations that the tests of chat templates use.</summary>
internal static class ChatTexts
{
    private static readonly Lazy<Tokenizer> LazyTokenizer = new(static () => new TokenizerTrainer(new TokenizerTrainerOptions
    {
        VocabularySize = 400,
        SpecialTokens =
        [
            "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "<s>", "</s>", "<bos>", "<start_of_turn>", "<end_of_turn>",
            "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
        ],
    }).Train(["the answer is in the question, and the question is in the answer"]));

    /// <summary>A byte-level tokenizer with the special tokens of all built-in templates.</summary>
    public static Tokenizer Tokenizer => LazyTokenizer.Value;

    /// <summary>One question.</summary>
    public static ChatMessage[] Single { get; } = [new("user", "Who are you?")];

    /// <summary>A system message and two turns.</summary>
    public static ChatMessage[] Several { get; } =
        [new("system", "Be brief."), new("user", "What is 2 + 2?"), new("assistant", "4."), new("user", "Sure?"), new("assistant", "Yes.")];

    /// <summary>What a template writes of messages.</summary>
    public static string Render(this ChatTemplate template, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false) =>
        template.Render(new ChatConversation(messages), addGenerationPrompt);

    /// <summary>The text of the tokens that are trained, with a bar between stretches.</summary>
    public static string Trained(this EncodedChat chat)
    {
        var stretches = new List<string>();
        for (var i = 0; i < chat.Ids.Length; i++)
        {
            if (chat.Trained[i])
            {
                var text = Tokenizer.Decode([chat.Ids[i]], skipSpecial: false);
                if (i > 0 && chat.Trained[i - 1])
                {
                    stretches[^1] += text;
                }
                else
                {
                    stretches.Add(text);
                }
            }
        }

        return string.Join('|', stretches);
    }
}
