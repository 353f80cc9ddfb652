using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.PreTokenizers;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Turns visible spaces into spaces. In the first token they vanish instead, where encoding may have put one before the text.</summary>
/// <param name="replacement">The visible space, usually ▁.</param>
/// <param name="prependScheme">When encoding puts a space before text.</param>
/// <param name="split">Means nothing to decoding; kept for the file.</param>
internal sealed class MetaspaceDecoder(Rune replacement, PrependScheme prependScheme = PrependScheme.Always, bool split = true) : TokenDecoder
{
    private readonly byte[] _replacement = Encoding.UTF8.GetBytes(replacement.ToString());
    private readonly bool _prepends = prependScheme != PrependScheme.Never;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first) => TokenText.Replace(token, _replacement, first && _prepends ? [] : " "u8);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Metaspace");
        writer.WriteString("replacement", replacement.ToString());
        writer.WriteString("prepend_scheme", MetaspacePreTokenizer.Name(prependScheme));
        writer.WriteBoolean("split", split);
        writer.WriteEndObject();
    }
}
