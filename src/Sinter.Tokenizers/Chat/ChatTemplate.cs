using System.Runtime.InteropServices;

namespace Sinter.Tokenizers;

/// <summary>
/// How a conversation is written for a model: each message is its role token and its content, and each answer of the assistant ends with the
/// end of text. No line breaks stand between them, since the role tokens already part the messages and every token of a short context counts.
/// </summary>
public sealed class ChatTemplate
{
    private const string AnsweringRole = "assistant";

    private readonly IReadOnlyDictionary<string, string> _roleTokens;
    private readonly string _endOfAnswer;

    private ChatTemplate(IReadOnlyDictionary<string, string> roleTokens, string endOfAnswer) =>
        (_roleTokens, _endOfAnswer) = (roleTokens, endOfAnswer);

    /// <summary><c>&lt;|system|&gt;content&lt;|user|&gt;content&lt;|assistant|&gt;answer&lt;|endoftext|&gt;</c>.</summary>
    public static ChatTemplate Default { get; } = new(
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["system"] = SpecialTokens.System,
            ["user"] = SpecialTokens.User,
            [AnsweringRole] = SpecialTokens.Assistant,
        },
        SpecialTokens.EndOfText);

    /// <summary>
    /// The template in the Jinja of tokenizer_config.json. Rendered and then encoded with special tokens allowed it gives the ids of
    /// <see cref="Encode"/>, unless a message itself spells a special token out: <see cref="Encode"/> takes that as plain text.
    /// </summary>
    public string JinjaSource =>
        "{% for message in messages %}"
        + string.Concat(_roleTokens.Select(static (role, index) =>
            $"{{% {(index == 0 ? "if" : "elif")} message['role'] == '{role.Key}' %}}{{{{ '{role.Value}' }}}}"))
        + "{% else %}{{ raise_exception('Unknown role: ' + message['role']) }}{% endif %}"
        + "{{ message['content'] }}"
        + $"{{% if message['role'] == '{AnsweringRole}' %}}{{{{ '{_endOfAnswer}' }}}}{{% endif %}}"
        + "{% endfor %}"
        + $"{{% if add_generation_prompt %}}{{{{ '{_roleTokens[AnsweringRole]}' }}}}{{% endif %}}";

    /// <summary>Encodes a conversation.</summary>
    /// <param name="tokenizer">A tokenizer that has the template's special tokens.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="addGenerationPrompt">Whether to end with the assistant's role token, so that a model answers next.</param>
    /// <exception cref="ArgumentException">A message has an unknown role, or the tokenizer lacks a special token.</exception>
    public EncodedChat Encode(Tokenizer tokenizer, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        var ids = new List<int>();
        var trained = new List<bool>();
        foreach (var message in messages)
        {
            ids.Add(RoleId(tokenizer, message.Role));
            trained.Add(false);
            tokenizer.Encode(message.Content, ids);
            var answers = string.Equals(message.Role, AnsweringRole, StringComparison.Ordinal);
            if (answers)
            {
                ids.Add(Required(tokenizer, _endOfAnswer));
            }

            var before = trained.Count;
            CollectionsMarshal.SetCount(trained, ids.Count);
            CollectionsMarshal.AsSpan(trained)[before..].Fill(answers);
        }

        if (addGenerationPrompt)
        {
            ids.Add(RoleId(tokenizer, AnsweringRole));
            trained.Add(false);
        }

        return new EncodedChat([.. ids], [.. trained]);
    }

    private int RoleId(Tokenizer tokenizer, string role) => _roleTokens.TryGetValue(role, out var token)
        ? Required(tokenizer, token)
        : throw new ArgumentException($"A message has the role '{role}'; expected one of {string.Join(", ", _roleTokens.Keys)}.", nameof(role));

    private static int Required(Tokenizer tokenizer, string token) =>
        tokenizer.TokenId(token) is { } id && tokenizer.IsSpecial(id)
            ? id
            : throw new ArgumentException($"The tokenizer has no special token {token}, which the chat template needs; use one that was trained with it.", nameof(tokenizer));
}
