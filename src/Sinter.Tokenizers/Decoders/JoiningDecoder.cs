using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>What Hugging Face does where a file names no decoder: tokens are joined by spaces.</summary>
internal sealed class JoiningDecoder : TokenDecoder
{
    public static readonly JoiningDecoder Instance = new();

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) => first ? token : [(byte)' ', .. token];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer) => writer.WriteNullValue();
}
