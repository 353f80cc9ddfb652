namespace Sinter.Training.Reinforcement;

/// <summary>What a policy is to answer.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">The text as the model reads it; at least one token.</param>
/// <param name="Answer">The right answer, for rewards that compare; null where there is none.</param>
public sealed record PolicyPrompt(string Text, int[] Tokens, string? Answer = null);
