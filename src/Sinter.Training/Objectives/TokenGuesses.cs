using Sinter.Tensors;

namespace Sinter.Training.Objectives;

/// <summary>What a model takes for the likeliest tokens, beside the right ones.</summary>
/// <param name="Logits">[rows, vocabulary].</param>
/// <param name="Targets">As many integers as rows; negative where nothing is asked.</param>
public readonly record struct TokenGuesses(Tensor Logits, Tensor Targets);
