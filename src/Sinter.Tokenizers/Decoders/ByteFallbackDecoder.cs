using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Turns a token such as <c>&lt;0x0A&gt;</c> into its byte.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) =>
        ByteFallbackToken.Read(Encoding.UTF8.GetString(token)) is >= 0 and var value ? [(byte)value] : token;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteFallback");
        writer.WriteEndObject();
    }
}
