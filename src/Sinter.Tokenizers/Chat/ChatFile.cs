using System.Globalization;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers;

/// <summary>
/// Reads conversations in OpenAI's form: <c>{"messages": [{"role": ..., "content": ...}, ...]}</c> or the bare list of messages, one after the
/// other as JSON or one a line as JSONL. Beside the messages, <c>tools</c>, <c>documents</c> and <c>chat_template_kwargs</c>, the further
/// variables of the template, are taken up; other members are passed over.
/// </summary>
public static class ChatFile
{
    /// <summary>Reads all conversations of a file, at least one.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says why.</exception>
    public static IReadOnlyList<ChatConversation> Read(string path)
    {
        var utf8 = BoundedFile.Read(path).AsSpan();
        var reader = new Utf8JsonReader(
            utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8,
            new JsonReaderOptions { AllowMultipleValues = true });
        List<ChatConversation> conversations = [];
        try
        {
            while (reader.Read())
            {
                var number = conversations.Count + 1;
                conversations.Add(Conversation(new JsonPart(path, string.Create(CultureInfo.InvariantCulture, $"conversation {number}"), JsonElement.ParseValue(ref reader))));
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{path}' is not valid JSON at line {error.LineNumber + 1}; it may be cut short or damaged."), error);
        }

        return conversations.Count > 0
            ? conversations
            : throw new InvalidDataException($"'{path}' holds no conversation; expected {{\"messages\": [...]}}.");
    }

    private static ChatConversation Conversation(JsonPart part)
    {
        if (part.Element.ValueKind == JsonValueKind.Array)
        {
            return new ChatConversation(Messages(part));
        }

        var variables = part["chat_template_kwargs"];
        return new ChatConversation(Messages(part["messages"]))
        {
            Tools = part["tools"] is { IsNull: false } tools ? tools.Element : null,
            Documents = part["documents"] is { IsNull: false } documents ? documents.Element : null,
            Variables = variables.IsNull
                ? new Dictionary<string, JsonElement>(StringComparer.Ordinal)
                : variables.Members().ToDictionary(static member => member.Name, static member => member.Value.Element, StringComparer.Ordinal),
        };
    }

    private static ChatMessage[] Messages(JsonPart part)
    {
        ChatMessage[] messages = [.. part.Items().Select(Message)];
        return messages.Length > 0 ? messages : throw part.Error("has no message; expected at least one");
    }

    private static ChatMessage Message(JsonPart part)
    {
        var role = part["role"].Text();
        var content = part["content"];
        var isPlain = content.Element.ValueKind == JsonValueKind.String && part.Members().All(static member => member.Name is "role" or "content");
        return new ChatMessage(role, ContentText(content)) { Json = isPlain ? null : part.Element };
    }

    /// <summary>The text of content, which may be a list of parts, or missing where the message calls tools.</summary>
    private static string ContentText(JsonPart content) => content.Element.ValueKind == JsonValueKind.Array
        ? string.Concat(content.Items().Select(static part => part["text"].TextOrNull()))
        : content.TextOrNull() ?? "";
}
