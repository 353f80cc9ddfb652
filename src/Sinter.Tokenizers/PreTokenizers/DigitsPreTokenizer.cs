using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits numbers (general category N) from the rest.</summary>
/// <param name="individual">Whether each of them is a piece rather than each run.</param>
internal sealed class DigitsPreTokenizer(bool individual) : ClassPreTokenizer(CharacterClass.Number, individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous)
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Digits");
        writer.WriteBoolean("individual_digits", individual);
        writer.WriteEndObject();
    }
}
