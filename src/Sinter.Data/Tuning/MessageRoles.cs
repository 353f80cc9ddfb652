using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>The roles of messages, and what files call them.</summary>
internal static class MessageRoles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>The role that a file names; null for one that is not known.</summary>
    public static string? Of(string name) => name.Trim().ToLowerInvariant() switch
    {
        "system" or "developer" => System,
        "user" or "human" or "prompter" or "instruction" => User,
        "assistant" or "gpt" or "model" or "bot" or "ai" or "chatgpt" or "chatbot" or "bing" or "bard" or "function_call" => Assistant,
        "tool" or "observation" or "function" or "ipython" or "function_response" or "tool_response" => Tool,
        _ => null,
    };

    /// <summary>The texts of a message that tell it from others: its role, what is said, and the JSON where there is more than that.</summary>
    public static IEnumerable<string> Texts(ChatMessage message) => message.Json is { } json ? [message.Role, json.GetRawText()] : [message.Role, message.Content];
}
