using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>What machine translation does to characters that are not seen: control characters go, and what separates words or has no width becomes a space.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        var copied = 0;
        for (var start = 0; start < text.Length;)
        {
            var isValid = Rune.DecodeFromUtf8(text[start..], out var rune, out var length) == OperationStatus.Done;
            if (isValid && (IsDropped(rune.Value) || IsSpace(rune.Value)))
            {
                target.Copy(source, copied, start);
                copied = start + length;
                if (IsSpace(rune.Value))
                {
                    target.Replace(" "u8, source, start, copied);
                }
            }

            start += length;
        }

        target.Copy(source, copied, text.Length);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Nmt");
        writer.WriteEndObject();
    }

    private static bool IsDropped(int codePoint) => codePoint is (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F;

    private static bool IsSpace(int codePoint) =>
        codePoint is 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD;
}
