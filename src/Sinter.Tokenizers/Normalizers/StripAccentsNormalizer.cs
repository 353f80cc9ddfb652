using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Drops all marks; accents that are part of their letter stay, so it is used behind NFD.</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        var copied = 0;
        for (var i = 0; i < text.Length;)
        {
            var plain = text[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (plain < 0)
            {
                break;
            }

            i += plain;
            if (Rune.DecodeFromUtf8(text[i..], out var rune, out var length) == OperationStatus.Done && ReferenceSets.Marks.Contains(rune.Value))
            {
                target.Copy(source, copied, i);
                copied = i + length;
            }

            i += length;
        }

        target.Copy(source, copied, text.Length);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "StripAccents");
        writer.WriteEndObject();
    }
}
