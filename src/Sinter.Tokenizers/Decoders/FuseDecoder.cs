using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Joins the tokens, so that what comes after it in a sequence sees the whole text.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override bool Joins => true;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) => token;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Fuse");
        writer.WriteEndObject();
    }
}
