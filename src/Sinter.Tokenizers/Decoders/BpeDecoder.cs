using System.Text;
using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Turns the suffix that marks the end of a word into a space, except behind the last word.</summary>
/// <param name="suffix">The suffix, usually <c>&lt;/w&gt;</c>; not empty.</param>
internal sealed class BpeDecoder(string suffix = "</w>") : TokenDecoder
{
    private readonly byte[] _suffix = Encoding.UTF8.GetBytes(suffix);

    /// <inheritdoc/>
    public override bool StripsTrailingSpace => true;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) => TokenText.Replace(token, _suffix, " "u8);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "BPEDecoder");
        writer.WriteString("suffix", suffix);
        writer.WriteEndObject();
    }
}
