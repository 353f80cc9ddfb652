using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>A prompt with one answer that people found good or bad, as KTO learns from.</summary>
/// <param name="Prompt">What was said before, at least one message.</param>
/// <param name="Completion">The answer, a message of the assistant; not empty.</param>
/// <param name="IsDesirable">Whether it was found good.</param>
public sealed record KtoRecord(IReadOnlyList<ChatMessage> Prompt, ChatMessage Completion, bool IsDesirable) : TaskRecord
{
    internal override IEnumerable<string> Inputs => Prompt.SelectMany(MessageRoles.Texts);

    internal override IEnumerable<string> Targets => [.. MessageRoles.Texts(Completion), IsDesirable ? "true" : "false"];
}
