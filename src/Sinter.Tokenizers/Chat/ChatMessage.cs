using System.Text.Json;

namespace Sinter.Tokenizers;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>, and what else a template knows.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>The whole message as JSON where it has more than a role and a text, such as <c>name</c>, <c>tool_calls</c> or content in parts; templates see it instead of the other two.</summary>
    public JsonElement? Json { get; init; }
}
