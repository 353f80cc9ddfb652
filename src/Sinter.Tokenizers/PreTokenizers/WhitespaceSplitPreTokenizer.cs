using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits text at white space, which it drops.</summary>
internal sealed class WhitespaceSplitPreTokenizer() : ClassPreTokenizer(CharacterClass.Space, SplitBehavior.Removed)
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "WhitespaceSplit");
        writer.WriteEndObject();
    }
}
