using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Replaces what a pattern finds in each token.</summary>
/// <param name="pattern">What is looked for.</param>
/// <param name="content">What stands there instead.</param>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : TokenDecoder
{
    private readonly byte[] _content = Encoding.UTF8.GetBytes(content);

    /// <summary>Whether it replaces one character, so that it makes no difference whether the tokens are joined before or after it.</summary>
    public bool ReplacesOneCharacter => pattern.IsOneCharacter;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first)
    {
        var replaced = new List<byte>(token.Length);
        var copied = 0;
        var matches = new TextMatches(pattern);
        while (matches.Next(token, out var start, out var end))
        {
            replaced.AddRange(token.AsSpan(copied, start - copied));
            replaced.AddRange(_content);
            copied = end;
        }

        replaced.AddRange(token.AsSpan(copied));
        return [.. replaced];
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
