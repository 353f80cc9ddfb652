namespace Sinter.Data.Tuning;

/// <summary>A part of a context that answers a question.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Start">Where it begins in the context, in UTF-16 characters: <c>context.Substring(Start, Text.Length) == Text</c> (files count code points; that is undone).</param>
public readonly record struct AnswerSpan(string Text, int Start);
