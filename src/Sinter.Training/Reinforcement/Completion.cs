namespace Sinter.Training.Reinforcement;

/// <summary>An answer of a model to a prompt, as rewards see it.</summary>
/// <param name="Prompt">The text of the prompt.</param>
/// <param name="Text">What the model added, without its end; may be empty.</param>
/// <param name="Answer">The right answer, where the prompt has one.</param>
/// <param name="Tokens">Tokens of the addition, its end included.</param>
/// <param name="IsEnded">Whether the model ended it; otherwise it was cut off.</param>
public sealed record Completion(string Prompt, string Text, string? Answer, int Tokens, bool IsEnded);
