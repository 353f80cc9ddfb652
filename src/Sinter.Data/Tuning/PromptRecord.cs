using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>A prompt that a model is to answer itself, and what a rule needs to judge the answer.</summary>
/// <param name="Prompt">What is said before the answer, at least one message, the last one not the assistant's.</param>
/// <param name="Answer">The right answer, short (of GSM8K what follows <c>####</c>, of MATH what stands in <c>\boxed{}</c>); null where the file has none.</param>
public sealed record PromptRecord(IReadOnlyList<ChatMessage> Prompt, string? Answer = null) : TaskRecord
{
    /// <summary>All other fields of the record by name, lists and objects as JSON; among them <c>solution</c>, where the answer stood at the end of one.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = MetadataDictionary.Empty;

    internal override IEnumerable<string> Inputs => Prompt.SelectMany(MessageRoles.Texts);

    internal override IEnumerable<string> Targets => Answer is null ? [] : [Answer];
}
