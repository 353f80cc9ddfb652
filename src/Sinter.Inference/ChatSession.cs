using Sinter.Tokenizers;

namespace Sinter.Inference;

/// <summary>
/// A conversation with a model. It owns the messages; when they no longer fit into the model's context, the oldest
/// turns are cut for good, and the answer says so. What the cache still holds of the turns before is not computed again.
/// </summary>
public sealed class ChatSession
{
    private readonly TextGenerator _generator;
    private readonly ChatTemplate _template;
    private readonly GenerationOptions _options;
    private readonly List<ChatMessage> _messages = [];

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
        _generator = new TextGenerator(model, tokenizer, endTokens, reusePrefix: true);
        _options = (options ?? new()).Validated();
        _template = template ?? ChatTemplate.Default;
        System = system;
        Reset();
    }

    /// <summary>The system message, which stays whatever is cut or reset; null for none.</summary>
    public string? System { get; }

    /// <summary>The messages that the model still sees, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Number of questions asked since the beginning or the last <see cref="Reset"/>.</summary>
    public int Turns { get; private set; }

    /// <summary>Forgets all but the system message.</summary>
    public void Reset()
    {
        _messages.Clear();
        Turns = 0;
        if (System is not null)
        {
            _messages.Add(new("system", System));
        }
    }

    /// <summary>Asks; the answer is generated, and becomes part of the conversation, while its stream is read.</summary>
    /// <param name="message">What the user says.</param>
    /// <exception cref="ArgumentException">The message is too long for the model's context; the conversation is as before.</exception>
    public ChatAnswer Ask(string message)
    {
        List<ChatMessage> asked = [.. _messages, new("user", message)];
        var prompt = ChatPrompt.Fit(_generator.Tokenizer, _template, asked, _generator.Model.ContextLength, _options.MaxTokens);
        asked.RemoveRange(System is null ? 0 : 1, prompt.CutMessages);
        var sampling = _options.Sampling with { Seed = _options.Sampling.Seed + (ulong)Turns };
        return new ChatAnswer(this, asked, _generator.Start(prompt.Tokens, _options with { Sampling = sampling }), prompt.CutMessages);
    }

    internal void Keep(List<ChatMessage> conversation)
    {
        _messages.Clear();
        _messages.AddRange(conversation);
        Turns++;
    }
}
