using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the matches of <c>\w+|[^\w\s]+</c>; white space is dropped.</summary>
internal sealed class WhitespacePreTokenizer : PreTokenizer
{
    private const CharacterClass WordOrSpace = CharacterClass.Word | CharacterClass.Space;

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        foreach (var piece in source.Pieces)
        {
            var text = source.Text.Text[..piece.End];
            for (var at = piece.Start; at < text.Length;)
            {
                var kind = CharacterClasses.At(text, at, out var length) & WordOrSpace;
                var end = kind switch
                {
                    CharacterClass.Word => CharacterRuns.EndOfAny(text, CharacterRuns.EndOfLetters(text, at + length), CharacterClass.Word),
                    CharacterClass.Space => at + length,
                    _ => CharacterRuns.EndOfNone(text, at + length, WordOrSpace),
                };
                if (kind != CharacterClass.Space)
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
        writer.WriteString("type", "Whitespace");
        writer.WriteEndObject();
    }
}
