using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits text at a character, which it drops.</summary>
internal sealed class CharDelimiterSplitPreTokenizer(Rune delimiter) : PreTokenizer
{
    private readonly SplitPreTokenizer _split = new(TextPattern.Literal(delimiter.ToString()), SplitBehavior.Removed, invert: false);

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target) => _split.Apply(source, target);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "CharDelimiterSplit");
        writer.WriteString("delimiter", delimiter.ToString());
        writer.WriteEndObject();
    }
}
