namespace Sinter.Tokenizers;

/// <summary>Text as tokens that know where they come from.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="Offsets">
/// For each id the stretch of the original text that it stands for, white space that belongs to the token included; empty for a token that was put in. Several tokens of
/// one character, as byte-level models make them, each have the whole character where units are characters.
/// </param>
public sealed record EncodedText(int[] Ids, TextRange[] Offsets)
{
    /// <summary>The stretch of the text that all ids together stand for, in the units of <see cref="Offsets"/>; empty where there are none.</summary>
    public TextRange Range => Offsets.Length == 0 ? default : new TextRange(Offsets[0].Start, Offsets[^1].End);

    /// <summary>Some of the tokens, with their places in the same text.</summary>
    internal EncodedText Slice(Range tokens) => new(Ids[tokens], Offsets[tokens]);
}
