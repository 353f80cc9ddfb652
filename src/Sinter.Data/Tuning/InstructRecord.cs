using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>A conversation to learn the assistant's answers of. It has a message of the user and one of the assistant, and no answer is empty.</summary>
/// <param name="Messages">The messages in order, with the roles <c>system</c>, <c>user</c>, <c>assistant</c> and <c>tool</c>. A call of a function is an assistant's message with <c>tool_calls</c> in its JSON.</param>
/// <param name="Weight">How much it counts in the loss; finite and above 0.</param>
public sealed record InstructRecord(IReadOnlyList<ChatMessage> Messages, double Weight = 1) : TaskRecord
{
    /// <summary>The functions that the assistant may call, a list in OpenAI's form; null where there are none.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>The conversation as a chat template takes it.</summary>
    public ChatConversation ToConversation() => new(Messages) { Tools = Tools };

    /// <summary>Whether a message is one to learn: the assistant's, and not marked with the weight 0 as OpenAI's files may do.</summary>
    /// <param name="message">Its index.</param>
    public bool IsLearned(int message) => Messages[message].Role == MessageRoles.Assistant
        && !(Messages[message].Json is { } json && json.TryGetProperty("weight", out var weight) && weight.ValueKind == JsonValueKind.Number && weight.GetDouble() == 0);

    internal override IEnumerable<string> Inputs => Messages.TakeWhile(static message => message.Role != MessageRoles.Assistant).SelectMany(MessageRoles.Texts);

    internal override IEnumerable<string> Targets => Messages.SkipWhile(static message => message.Role != MessageRoles.Assistant).SelectMany(MessageRoles.Texts);
}
