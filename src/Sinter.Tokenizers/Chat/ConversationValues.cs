using Sinter.Tokenizers.Jinja;

namespace Sinter.Tokenizers;

/// <summary>A conversation as the variables of a template.</summary>
internal static class ConversationValues
{
    /// <summary>Sets the variables.</summary>
    public static void Set(Scope scope, ChatConversation conversation, bool addGenerationPrompt)
    {
        foreach (var (name, value) in conversation.Variables)
        {
            scope.Set(name, JsonValues.Read(value, TextOrigin.Given));
        }

        scope.Set("messages", conversation.Messages.Select((message, index) => (object?)Message(message, new TextOrigin(index + 1))).ToArray());
        scope.Set("tools", conversation.Tools is { } tools ? JsonValues.Read(tools, TextOrigin.Given) : null);
        scope.Set("documents", conversation.Documents is { } documents ? JsonValues.Read(documents, TextOrigin.Given) : null);
        scope.Set("add_generation_prompt", addGenerationPrompt);
    }

    private static JinjaMap Message(ChatMessage message, TextOrigin origin)
    {
        JinjaMap map;
        if (message.Json is { } json)
        {
            map = JsonValues.Read(json, origin) as JinjaMap ?? throw new ChatTemplateException("A message is no JSON object; expected one with role and content.");
        }
        else
        {
            map = new JinjaMap();
            map.Set(new MarkedText("content", origin), new MarkedText(message.Content, origin));
        }

        // Templates put role tokens together from the role, as in '<|' + role + '|>'. A mere word cannot spell out a special token by itself.
        map.Set(new MarkedText("role"), new MarkedText(message.Role, IsWord(message.Role) ? default : origin));
        return map;
    }

    private static bool IsWord(string role) => role.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
