using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Reads conversations from a file: an array of messages, an object with <c>messages</c> (and perhaps <c>tools</c>), or one of these a line.</summary>
internal static class ChatFile
{
    private const long LargestFile = 64 << 20;

    /// <summary>The conversations, in order.</summary>
    /// <exception cref="InvalidDataException">The file is none of these; the message tells the line.</exception>
    public static IReadOnlyList<ChatConversation> Read(string path)
    {
        var size = new FileInfo(path).Length;
        if (size > LargestFile)
        {
            throw new InvalidDataException($"'{path}' has {Units.Bytes(size)}, more than the {Units.Bytes(LargestFile)} that are shown; give some of its lines.");
        }

        var conversations = new List<ChatConversation>();
        var text = File.ReadAllText(path);
        foreach (var (line, part) in TryParse(text) is { } whole ? [(1, whole)] : Lines(path, text))
        {
            conversations.Add(Conversation(path, line, part));
        }

        return conversations.Count > 0 ? conversations : throw new InvalidDataException($"'{path}' holds no conversation; expected {{\"messages\":[{{\"role\":\"user\",\"content\":\"...\"}}]}}.");
    }

    private static IEnumerable<(int Line, JsonElement Value)> Lines(string path, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, TryParse(line) ?? throw new InvalidDataException($"'{path}', line {number}: this is no JSON; expected a conversation a line, or one in the whole file."));
            }
        }
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatConversation Conversation(string path, int line, JsonElement value)
    {
        var messages = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("messages", out var named) ? named : value;
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            throw new InvalidDataException($"'{path}', line {line}: there are no messages; expected {{\"messages\":[{{\"role\":\"user\",\"content\":\"...\"}}]}}.");
        }

        return new ChatConversation([.. messages.EnumerateArray().Select(message => Message(path, line, message))])
        {
            Tools = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array ? tools : null,
        };
    }

    private static ChatMessage Message(string path, int line, JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String)
        {
            throw new InvalidDataException($"'{path}', line {line}: a message has no role; expected {{\"role\":\"user\",\"content\":\"...\"}}.");
        }

        var content = message.TryGetProperty("content", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        var more = message.EnumerateObject().Any(static member => member.Name is not ("role" or "content")) || said.ValueKind is not JsonValueKind.String;
        return new ChatMessage(role.GetString()!, content) { Json = more ? message : null };
    }
}
