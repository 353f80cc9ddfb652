using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text as BERT does: white space is dropped, each punctuation character is a piece, and so is each run of other characters.</summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    private const CharacterClass Borders = CharacterClass.Space | CharacterClass.Punctuation;

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        foreach (var piece in source.Pieces)
        {
            var text = source.Text.Text[..piece.End];
            for (var at = piece.Start; at < text.Length;)
            {
                var kind = CharacterClasses.At(text, at, out var length);
                var end = at + length;
                if ((kind & Borders) == CharacterClass.Other)
                {
                    end = CharacterRuns.EndOfNone(text, CharacterRuns.EndOfLetters(text, end), Borders);
                }

                if ((kind & CharacterClass.Space) == CharacterClass.Other)
                {
                    target.Add(at, end);
                }

                at = end;
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "BertPreTokenizer");
        writer.WriteEndObject();
    }
}
