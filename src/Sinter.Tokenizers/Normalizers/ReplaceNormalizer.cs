using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Replaces what a pattern finds. What stands there instead comes from the last character that was found.</summary>
/// <param name="pattern">What is looked for.</param>
/// <param name="content">What stands there instead.</param>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    private readonly byte[] _content = Encoding.UTF8.GetBytes(content);

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var copied = 0;
        var matches = new TextMatches(pattern);
        while (source.Length > 0 && matches.Next(source.Text, out var start, out var end))
        {
            target.Copy(source, copied, start);
            Rune.DecodeLastFromUtf8(source.Text[..end], out _, out var length);
            target.Replace(_content, source, end - length, end);
            copied = end;
        }

        target.Copy(source, copied, source.Length);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Replace");
        pattern.Write(writer);
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }
}
