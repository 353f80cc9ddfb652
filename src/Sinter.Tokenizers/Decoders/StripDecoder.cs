using System.Text;
using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Takes a character away from both ends of each token, so many times at most. Behind a step that joins the tokens it does that to the whole text (<see cref="DecoderSequence"/>).</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many are taken at the beginning, at most.</param>
/// <param name="stop">How many are taken at the end, at most.</param>
internal sealed class StripDecoder(Rune content, int start, int stop) : TokenDecoder
{
    private readonly byte[] _content = Encoding.UTF8.GetBytes(content.ToString());

    /// <summary>The character.</summary>
    public Rune Content => content;

    /// <summary>How many are taken at the beginning, at most.</summary>
    public int Start => start;

    /// <summary>How many are taken at the end, at most.</summary>
    public int Stop => stop;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first)
    {
        var rest = token.AsSpan();
        for (var i = 0; i < start && rest.StartsWith(_content); i++)
        {
            rest = rest[_content.Length..];
        }

        for (var i = 0; i < stop && rest.EndsWith(_content); i++)
        {
            rest = rest[..^_content.Length];
        }

        return rest.Length == token.Length ? token : rest.ToArray();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Strip");
        writer.WriteString("content", content.ToString());
        writer.WriteNumber("start", start);
        writer.WriteNumber("stop", stop);
        writer.WriteEndObject();
    }
}
