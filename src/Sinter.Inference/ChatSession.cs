using Sinter.Tokenizers;

namespace Sinter.Inference;

/// <summary>
/// A conversation with a model. It owns the messages; when they no longer fit into the model's context, the oldest
/// turns are cut for good, and the answer says so. What the cache still holds of the turns before is not computed again.
/// </summary>
public sealed class ChatSession
{
    private readonly TextGenerator generator;
    private readonly ChatTemplate template;
    private readonly GenerationOptions options;
    private readonly List<ChatMessage> messages = [];

    /// <summary>Begins a conversation.</summary>
    /// <param name="model">The model; no one else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer, with the special tokens of the template.</param>
    /// <param name="options">How answers are generated; the seed moves on by one a turn.</param>
    /// <param name="system">The system message, or null for none.</param>
    /// <param name="template">How the conversation is written for the model; <see cref="ChatTemplate.Default"/> where left out.</param>
    /// <param name="endTokens">Tokens that end an answer beside the tokenizer's end of text.</param>
    /// <exception cref="ArgumentException">Model and tokenizer do not belong together, or an option is out of its range.</exception>
    public ChatSession(ITokenModel model, Tokenizer tokenizer, GenerationOptions? options = null, string? system = null, ChatTemplate? template = null, IEnumerable<int>? endTokens = null)
    {
        generator = new TextGenerator(model, tokenizer, endTokens, reusePrefix: true);
        this.options = (options ?? new()).Validated();
        this.template = template ?? ChatTemplate.Default;
        System = system;
        Reset();
    }

    /// <summary>The system message, which stays whatever is cut or reset; null for none.</summary>
    public string? System { get; }

    /// <summary>The messages that the model still sees, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages => messages;

    /// <summary>Number of questions asked since the beginning or the last <see cref="Reset"/>.</summary>
    public int Turns { get; private set; }

    /// <summary>Forgets all but the system message.</summary>
    public void Reset()
    {
        messages.Clear();
        Turns = 0;
        if (System is not null)
        {
            messages.Add(new("system", System));
        }
    }

    /// <summary>Asks; the answer is generated, and becomes part of the conversation, while its stream is read.</summary>
    /// <param name="message">What the user says.</param>
    /// <exception cref="ArgumentException">The message is too long for the model's context; the conversation is as before.</exception>
    public ChatAnswer Ask(string message)
    {
        List<ChatMessage> asked = [.. messages, new("user", message)];
        var prompt = ChatPrompt.Fit(generator.Tokenizer, template, asked, generator.Model.ContextLength, options.MaxTokens);
        asked.RemoveRange(System is null ? 0 : 1, prompt.CutMessages);
        var sampling = options.Sampling with { Seed = options.Sampling.Seed + (ulong)Turns };
        return new ChatAnswer(this, asked, generator.Start(prompt.Tokens, options with { Sampling = sampling }), prompt.CutMessages);
    }

    internal void Keep(List<ChatMessage> conversation)
    {
        messages.Clear();
        messages.AddRange(conversation);
        Turns++;
    }
}
