using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Takes white space away from the ends of a text.</summary>
/// <param name="left">Whether from the beginning.</param>
/// <param name="right">Whether from the end.</param>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var (start, end) = (0, source.Length);
        while (left && start < end && Rune.DecodeFromUtf8(source.Text[start..end], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            start += length;
        }

        while (right && start < end && Rune.DecodeLastFromUtf8(source.Text[start..end], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            end -= length;
        }

        target.Copy(source, start, end);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Strip");
        writer.WriteBoolean("strip_left", left);
        writer.WriteBoolean("strip_right", right);
        writer.WriteEndObject();
    }
}
