using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>A prompt with two answers, of which people liked one better. The two differ, and neither is empty.</summary>
/// <param name="Prompt">What was said before, at least one message.</param>
/// <param name="Chosen">The better answer, a message of the assistant.</param>
/// <param name="Rejected">The other answer, a message of the assistant.</param>
public sealed record PreferenceRecord(IReadOnlyList<ChatMessage> Prompt, ChatMessage Chosen, ChatMessage Rejected) : TaskRecord
{
    /// <summary>By how much the chosen answer was judged better (<c>score_chosen</c> less <c>score_rejected</c>, or <c>margin</c>); null where the file does not say.</summary>
    public double? Margin { get; init; }

    /// <summary>The functions that the assistant may call, a list in OpenAI's form; null where there are none.</summary>
    public JsonElement? Tools { get; init; }

    internal override IEnumerable<string> Inputs => Prompt.SelectMany(MessageRoles.Texts);

    internal override IEnumerable<string> Targets => [.. MessageRoles.Texts(Chosen), .. MessageRoles.Texts(Rejected)];
}
