using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>What SentencePiece does to spaces before it encodes: ▁ in place of each, and one before the text. In a tokenizer.json these are several steps; here it is one pass.</summary>
/// <param name="addsPrefix">Whether text gets a leading space, so that its first word is written like the others.</param>
/// <param name="removesExtraSpaces">Whether spaces at both ends go and runs of spaces become one.</param>
internal sealed class MetaspaceNormalizer(bool addsPrefix, bool removesExtraSpaces) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        var (start, end) = (0, text.Length);
        if (removesExtraSpaces)
        {
            end = text.TrimEnd((byte)' ').Length;
            start = Math.Max(0, text.IndexOfAnyExcept((byte)' '));
        }

        if (start >= end)
        {
            return;
        }

        if (addsPrefix)
        {
            Rune.DecodeFromUtf8(text[start..end], out _, out var length);
            target.Replace(Metaspace.Utf8, source, start, start + length);
        }

        while (start < end)
        {
            var space = text[start..end].IndexOf((byte)' ');
            var next = space < 0 ? end : start + space;
            target.Copy(source, start, next);
            if (next == end)
            {
                break;
            }

            start = next + 1;
            if (removesExtraSpaces)
            {
                start += text[start..].IndexOfAnyExcept((byte)' ');
            }

            target.Replace(Metaspace.Utf8, source, start - 1, start);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        WriteSteps(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the steps of the sequence that it is in a tokenizer.json.</summary>
    public void WriteSteps(Utf8JsonWriter writer)
    {
        if (removesExtraSpaces)
        {
            WriteReplace(writer, "Regex", @"\A +| +\z", "");
            WriteReplace(writer, "Regex", " {2,}", " ");
        }

        if (addsPrefix)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Prepend");
            writer.WriteString("prepend", Metaspace.Text);
            writer.WriteEndObject();
        }

        WriteReplace(writer, "String", " ", Metaspace.Text);
    }

    private static void WriteReplace(Utf8JsonWriter writer, string kind, string pattern, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Replace");
        writer.WriteStartObject("pattern");
        writer.WriteString(kind, pattern);
        writer.WriteEndObject();
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }
}
