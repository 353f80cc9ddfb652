namespace Sinter.Data.Tokens;

/// <summary>The beginning of one document of a language, which shows how the tokenizers cut it.</summary>
/// <param name="Id">The id of the document.</param>
/// <param name="Text">The beginning of its text.</param>
public sealed record TokenizedSample(string Id, string Text);
