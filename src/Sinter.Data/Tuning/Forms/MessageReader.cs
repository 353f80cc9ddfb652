using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>Reads messages as OpenAI writes them (<c>role</c>, <c>content</c>) and as ShareGPT does (<c>from</c>, <c>value</c>).</summary>
internal static class MessageReader
{
    // What a template may need besides role and content.
    private static readonly string[] Extras = ["tool_calls", "function_call", "tool_call_id", "name", "reasoning_content", "weight"];

    private static readonly FieldRole Role = new("role", static _ => null, "role", "from", "speaker", "author");
    private static readonly FieldRole Content = new("content", static _ => null, "content", "value", "text");

    /// <summary>The messages of a list; empty ones of the system are left out.</summary>
    public static List<ChatMessage> Read(RecordView view, JsonElement list, string name)
    {
        var messages = new List<ChatMessage>();
        foreach (var item in view.Items(list, name))
        {
            if (Read(view, item) is var message && (message.Role != MessageRoles.System || message.Content.Length > 0))
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    /// <summary>One message.</summary>
    public static ChatMessage Read(RecordView view, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new RecordFaultException(FaultKind.WrongMessage, $"a message is {RecordView.KindOf(item)} and no object with role and content");
        }

        var message = view.Within(item);
        var given = message.Find(Role) is { ValueKind: JsonValueKind.String } name ? name.GetString()! : throw new RecordFaultException(FaultKind.WrongMessage, "a message has no role");
        var role = MessageRoles.Of(given) ?? throw new RecordFaultException(FaultKind.WrongMessage, $"the role '{Shortened.Text(given)}' is not known; roles are system, user, assistant and tool");
        var text = message.Find(Content) is { } content ? TextOf(message, content) : "";
        if (given.Trim().Equals("function_call", StringComparison.OrdinalIgnoreCase))
        {
            return FunctionCalls.ToMessage(text);
        }

        var hasExtras = Array.Exists(Extras, extra => message.Find(extra) is not null) && message.Has("role") && given == role;
        return new ChatMessage(role, text) { Json = hasExtras ? item.Clone() : null };
    }

    /// <summary>A prompt: messages, one message, or a text, which may be a transcript.</summary>
    public static List<ChatMessage> Prompt(RecordView view, JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Array => Read(view, value, name),
        JsonValueKind.Object => [Read(view, value)],
        _ => Transcript.Parse(RecordView.Text(value, name)) is { } messages ? WithoutEmptyEnd(messages) : [new ChatMessage(MessageRoles.User, RecordView.Text(value, name))],
    };

    /// <summary>Whether a message of the assistant says or calls anything.</summary>
    public static bool IsFilled(ChatMessage message) =>
        !string.IsNullOrWhiteSpace(message.Content) || (message.Json is { } json && ((json.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0) || json.TryGetProperty("function_call", out _)));

    /// <summary>Whether two messages say the same.</summary>
    public static bool AreEqual(ChatMessage left, ChatMessage right) => MessageRoles.Texts(left).SequenceEqual(MessageRoles.Texts(right), StringComparer.Ordinal);

    /// <summary>The functions of a record: a list, or a text that holds one; null where there are none.</summary>
    public static JsonElement? Tools(RecordView view)
    {
        if (view.Find(FieldRoles.Tools) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            try
            {
                value = JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                throw new RecordFaultException(FaultKind.WrongMessage, $"'{view.NameOf(FieldRoles.Tools)}' holds a text that is no JSON list of functions");
            }
        }

        return value.ValueKind != JsonValueKind.Array ? throw new RecordFaultException(FaultKind.WrongMessage, $"'{view.NameOf(FieldRoles.Tools)}' is {RecordView.KindOf(value)} and no list of functions")
            : value.GetArrayLength() == 0 ? null
            : FunctionCalls.ToOpenAi(value);
    }

    private static List<ChatMessage> WithoutEmptyEnd(List<ChatMessage> messages)
    {
        if (messages is [.., { Role: MessageRoles.Assistant, Content: "" }])
        {
            messages.RemoveAt(messages.Count - 1);
        }

        return messages;
    }

    private static string TextOf(RecordView message, JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            return content.ValueKind == JsonValueKind.Object ? throw new RecordFaultException(FaultKind.WrongMessage, "the content of a message is an object, expected a text or a list of parts") : RecordView.Text(content, "content");
        }

        return string.Concat(message.Items(content, "content").Select(static part =>
            part.ValueKind == JsonValueKind.String ? part.GetString()
            : part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()
            : throw new RecordFaultException(FaultKind.WrongMessage, "a part of a message is no text; images and sounds are not read")));
    }
}
