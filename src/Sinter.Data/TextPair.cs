namespace Sinter.Data;

/// <summary>A text and what a model is to make of it.</summary>
/// <param name="Input">What is read; may be empty.</param>
/// <param name="Target">What is to be written; may be empty.</param>
/// <param name="Id">The name of the pair; null where it has none, and its number stands for it.</param>
public sealed record TextPair(string Input, string Target, string? Id = null);
