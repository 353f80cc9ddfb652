using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text into pieces of so many characters.</summary>
internal sealed class FixedLengthPreTokenizer(int characters) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        foreach (var piece in source.Pieces)
        {
            var text = source.Text.Text[..piece.End];
            for (var at = piece.Start; at < text.Length;)
            {
                var start = at;
                for (var count = 0; count < characters && at < text.Length; count++)
                {
                    CharacterClasses.At(text, at, out var length);
                    at += length;
                }

                target.Add(start, at);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "FixedLength");
        writer.WriteNumber("length", characters);
        writer.WriteEndObject();
    }
}
