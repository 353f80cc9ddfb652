using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Reads tokens in GPT-2's alphabet of bytes; a token that holds any other character stands for its own UTF-8. It joins the tokens.</summary>
/// <param name="addPrefixSpace">Means nothing to decoding; kept for the file.</param>
/// <param name="trimOffsets">Means nothing to decoding; kept for the file.</param>
/// <param name="useRegex">Means nothing to decoding; kept for the file.</param>
internal sealed class ByteLevelDecoder(bool addPrefixSpace = true, bool trimOffsets = true, bool useRegex = true) : TokenDecoder
{
    /// <inheritdoc/>
    public override bool Joins => true;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) => ByteAlphabet.Read(Encoding.UTF8.GetString(token)) ?? token;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addPrefixSpace);
        writer.WriteBoolean("trim_offsets", trimOffsets);
        writer.WriteBoolean("use_regex", useRegex);
        writer.WriteEndObject();
    }
}
