namespace Sinter.Tokenizers;

/// <summary>Text as tokens that know where they come from.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="Offsets">
/// For each id the stretch of the original text that it stands for, white space that belongs to the token included; empty for a token that was put in. Several tokens of
/// one character, as byte-level models make them, each have the whole character where units are characters.
/// </param>
public sealed record EncodedText(int[] Ids, TextRange[] Offsets);
