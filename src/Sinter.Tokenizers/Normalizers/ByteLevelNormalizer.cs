using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Writes each byte as the character that stands for it in GPT-2's alphabet; the characters of one character all come from it.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    private static readonly byte[][] Utf8OfByte = [.. Enumerable.Range(0, 256).Select(static value => Encoding.UTF8.GetBytes([ByteAlphabet.ToChar((byte)value)]))];

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        for (var i = 0; i < source.Length;)
        {
            Rune.DecodeFromUtf8(source.Text[i..], out _, out var length);
            for (var at = i; at < i + length; at++)
            {
                target.Replace(Utf8OfByte[source.Text[at]], source, i, i + length);
            }

            i += length;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteEndObject();
    }
}
