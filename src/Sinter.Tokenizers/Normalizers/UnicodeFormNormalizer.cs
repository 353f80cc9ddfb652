using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Brings text into one of the four normalisation forms of Unicode: NFC, NFD, NFKC, NFKD.</summary>
/// <param name="form">The form.</param>
internal sealed class UnicodeFormNormalizer(UnicodeForm form) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target) => Utf8Normalizer.Apply(source, target, form);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", form.ToString().ToUpperInvariant());
        writer.WriteEndObject();
    }
}
