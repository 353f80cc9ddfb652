using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits text at punctuation.</summary>
internal sealed class PunctuationPreTokenizer(SplitBehavior behavior) : ClassPreTokenizer(CharacterClass.Punctuation, behavior)
{
    private readonly SplitBehavior _behavior = behavior;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Punctuation");
        writer.WriteString("behavior", _behavior.ToString());
        writer.WriteEndObject();
    }
}
