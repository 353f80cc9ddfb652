using Sinter.Tokenizers;

namespace Sinter.Data;

/// <summary>One exchange of messages that a chat model may learn from, in the order in which they were said.</summary>
public sealed record Conversation
{
    /// <summary>The name of the conversation, unique in its data set.</summary>
    public required string Id { get; init; }

    /// <summary>The messages, first to last; at least one.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Further facts by name, for example what sort of question it is and which answer is expected.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = MetadataDictionary.Empty;
}
