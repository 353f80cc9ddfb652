using System.Collections.ObjectModel;
using System.Text.Json;

namespace Sinter.Tokenizers;

/// <summary>All that a chat template is given by its user.</summary>
/// <param name="Messages">The messages, in order.</param>
public sealed record ChatConversation(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The functions that the model may call, a list in OpenAI's form, or null.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Documents that the model may look into, or null.</summary>
    public JsonElement? Documents { get; init; }

    /// <summary>Further variables that a template knows, such as <c>enable_thinking</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;
}
