namespace Sinter.Data.Synthesis;

/// <summary>Something that a generator made of a chunk, before it is judged.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Template">The name of the rule, the user's template or the prompt that it was made by.</param>
/// <param name="Prompt">What the user says.</param>
/// <param name="Response">What the assistant answers; in a preference pair the better answer.</param>
/// <param name="Rejected">The worse answer of a preference pair; null in other kinds.</param>
/// <param name="Score">The mark from 1 to 5 that a model gave it; null where none was asked.</param>
/// <param name="Remark">What that model said about it; null where none was asked.</param>
public sealed record SynthesisDraft(SynthesisKind Kind, string Template, string Prompt, string Response, string? Rejected = null, double? Score = null, string? Remark = null);

/// <summary>What a generator made of one chunk, and what that took.</summary>
/// <param name="Drafts">What was made, the most wanted first.</param>
/// <param name="Requests">How often a model was asked, retries too.</param>
/// <param name="PromptTokens">The tokens that it read, as far as it said so.</param>
/// <param name="CompletionTokens">The tokens that it wrote, as far as it said so.</param>
/// <param name="Fault">Why nothing could be made, in one sentence; null where something could.</param>
/// <param name="FaultName">A word for the fault, by which faults are counted; null where there is none.</param>
public sealed record SynthesisDrafts(
    IReadOnlyList<SynthesisDraft> Drafts, int Requests = 0, long PromptTokens = 0, long CompletionTokens = 0, string? Fault = null, string? FaultName = null)
{
    /// <summary>Nothing made, nothing asked.</summary>
    public static SynthesisDrafts None { get; } = new([]);
}
