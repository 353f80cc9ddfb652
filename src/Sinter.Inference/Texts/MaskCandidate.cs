namespace Sinter.Inference.Texts;

/// <summary>A token that may stand where a text has a mask.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Text">Its text, as decoding alone gives it.</param>
/// <param name="Probability">How likely the model takes it, of all tokens, in 0 to 1.</param>
public readonly record struct MaskCandidate(int Token, string Text, double Probability);
