namespace Sinter.Data.Language;

/// <summary>The language that a text seems to be in.</summary>
/// <param name="Code">The code as the model names it: for the model that comes with Sinter ISO 639-1, or ISO 639-3 where that has none; empty where the text has nothing to judge by.</param>
/// <param name="Probability">How probable it is, 0 to 1.</param>
public readonly record struct LanguageGuess(string Code, float Probability);
