using Sinter.Tokenizers.Jinja;

namespace Sinter.Tokenizers;

/// <summary>
/// How a conversation is written for a model: a template in the Jinja of tokenizer_config.json, as Hugging Face renders it, but bounded in
/// time and memory and without access to anything but the conversation. It never changes, and may be used by any number of threads at once.
/// Special tokens count only in the template's own text: a message that spells one out is plain text.
/// </summary>
public sealed class ChatTemplate
{
    private readonly Statement[] _body;
    private readonly IReadOnlyDictionary<string, string?> _variables;
    private readonly IReadOnlyList<string> _requiredTokens;

    internal ChatTemplate(string jinjaSource, IReadOnlyDictionary<string, string?> variables, IReadOnlyList<string> requiredTokens)
    {
        JinjaSource = jinjaSource;
        _body = StatementParser.Read(jinjaSource);
        _variables = variables;
        _requiredTokens = requiredTokens;
    }

    /// <summary>
    /// <c>&lt;|system|&gt;content&lt;|user|&gt;content&lt;|assistant|&gt;answer&lt;|endoftext|&gt;</c>: the template <c>sinter</c>. No line breaks stand between the
    /// messages, since the role tokens already part them and every token of a short context counts.
    /// </summary>
    public static ChatTemplate Default { get; } = ByName("sinter");

    /// <summary>The names of the templates that <see cref="ByName"/> knows.</summary>
    public static IReadOnlyList<string> Names => BuiltInTemplates.Names;

    /// <summary>The template in Jinja, for tokenizer_config.json.</summary>
    public string JinjaSource { get; }

    /// <summary>Tells the time to templates that write the date.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A template that comes with Sinter.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ChatTemplate ByName(string name) => BuiltInTemplates.Find(name)
        ?? throw new ArgumentException($"There is no chat template '{name}'; expected one of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Reads a template.</summary>
    /// <param name="jinjaSource">The template.</param>
    /// <param name="specialTokens">The variables such as <c>bos_token</c> and <c>eos_token</c> that the template writes as its own text, or null for none.</param>
    /// <exception cref="InvalidDataException">It is no template that Sinter can read; the message names the line.</exception>
    public static ChatTemplate Parse(string jinjaSource, IReadOnlyDictionary<string, string?>? specialTokens = null) =>
        new(jinjaSource, specialTokens ?? new Dictionary<string, string?>(StringComparer.Ordinal), []);

    /// <summary>The template of a tokenizer_config.json with its special tokens, or null where it has none.</summary>
    /// <exception cref="InvalidDataException">It is no template that Sinter can read; the message names the line.</exception>
    public static ChatTemplate? Of(TokenizerConfig config) => config.ChatTemplate is null ? null : Parse(
        config.ChatTemplate,
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["bos_token"] = config.BosToken,
            ["eos_token"] = config.EosToken,
            ["pad_token"] = config.PadToken,
            ["unk_token"] = config.UnkToken,
        });

    /// <summary>Writes a conversation as text.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="addGenerationPrompt">Whether to end where the assistant begins to speak, so that a model answers next.</param>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or would take too much.</exception>
    public string Render(ChatConversation conversation, bool addGenerationPrompt) => RenderMarked(conversation, addGenerationPrompt).Text;

    /// <summary>Encodes messages.</summary>
    /// <inheritdoc cref="Encode(Tokenizer, ChatConversation, bool)"/>
    /// <param name="tokenizer">A tokenizer that has the template's special tokens.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="addGenerationPrompt">Whether to end where the assistant begins to speak, so that a model answers next.</param>
    public EncodedChat Encode(Tokenizer tokenizer, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt) =>
        Encode(tokenizer, new ChatConversation(messages), addGenerationPrompt);

    /// <summary>Encodes a conversation: the text of <see cref="Render"/> as a whole, with special tokens in the template's own text only.</summary>
    /// <param name="tokenizer">A tokenizer that has the template's special tokens.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="addGenerationPrompt">Whether to end where the assistant begins to speak, so that a model answers next.</param>
    /// <exception cref="ArgumentException">The tokenizer lacks a special token of a built-in template.</exception>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or would take too much.</exception>
    public EncodedChat Encode(Tokenizer tokenizer, ChatConversation conversation, bool addGenerationPrompt)
    {
        var encoding = new ChatEncoding(this, Checked(tokenizer), conversation, addGenerationPrompt);
        var (trained, source) = encoding.Mask();
        return new EncodedChat(encoding.Ids, trained) { MaskSource = source };
    }

    /// <summary>The tokens of a conversation one by one, with where each comes from and whether it is trained, so that the loss mask can be seen.</summary>
    /// <inheritdoc cref="Encode(Tokenizer, ChatConversation, bool)"/>
    public IReadOnlyList<ChatPart> Show(Tokenizer tokenizer, ChatConversation conversation, bool addGenerationPrompt) =>
        new ChatEncoding(this, Checked(tokenizer), conversation, addGenerationPrompt).Parts();

    /// <summary>Writes a conversation as text that knows where its characters come from.</summary>
    internal MarkedText RenderMarked(ChatConversation conversation, bool addGenerationPrompt)
    {
        var scope = Globals.Scope(Clock);
        foreach (var (name, value) in _variables)
        {
            if (value is not null)
            {
                scope.Set(name, new MarkedText(value));
            }
        }

        ConversationValues.Set(scope, conversation, addGenerationPrompt);
        return Renderer.Render(_body, new Scope(scope), new RenderLimits());
    }

    private Tokenizer Checked(Tokenizer tokenizer)
    {
        foreach (var token in _requiredTokens)
        {
            if (tokenizer.TokenId(token) is not { } id || !tokenizer.IsSpecial(id))
            {
                throw new ArgumentException($"The tokenizer has no special token {token}, which the chat template needs; use one that was trained with it.", nameof(tokenizer));
            }
        }

        return tokenizer;
    }
}
