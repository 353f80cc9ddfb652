using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits text at each character of a class.</summary>
/// <param name="delimiter">The class.</param>
/// <param name="behavior">What becomes of the characters of the class.</param>
internal abstract class ClassPreTokenizer(CharacterClass delimiter, SplitBehavior behavior) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        var writer = new PieceWriter(behavior, target);
        foreach (var piece in source.Pieces)
        {
            var text = source.Text.Text[..piece.End];
            for (var at = piece.Start; at < text.Length;)
            {
                var isDelimiter = (CharacterClasses.At(text, at, out var length) & delimiter) != CharacterClass.Other;
                var end = isDelimiter ? at + length : CharacterRuns.EndOfNone(text, at + length, delimiter);
                writer.Add(at, end, isDelimiter);
                at = end;
            }

            writer.Finish();
        }
    }
}
