using System.Text;
using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>Joins pieces of words: a token that begins with the prefix continues the word before it, any other begins a word behind a space.</summary>
/// <param name="prefix">What marks a piece that continues a word, usually <c>##</c>.</param>
/// <param name="cleanup">Whether spaces before punctuation and in English contractions go. As in Hugging Face's decoder this is done within each token.</param>
internal sealed class WordPieceDecoder(string prefix = "##", bool cleanup = true) : TokenDecoder
{
    /// <summary>What Hugging Face's clean-up replaces, in its order.</summary>
    private static readonly (byte[] From, byte[] To)[] Cleanups =
    [
        (" ."u8.ToArray(), "."u8.ToArray()),
        (" ?"u8.ToArray(), "?"u8.ToArray()),
        (" !"u8.ToArray(), "!"u8.ToArray()),
        (" ,"u8.ToArray(), ","u8.ToArray()),
        (" ' "u8.ToArray(), "'"u8.ToArray()),
        (" n't"u8.ToArray(), "n't"u8.ToArray()),
        (" 'm"u8.ToArray(), "'m"u8.ToArray()),
        (" do not"u8.ToArray(), " don't"u8.ToArray()),
        (" 's"u8.ToArray(), "'s"u8.ToArray()),
        (" 've"u8.ToArray(), "'ve"u8.ToArray()),
        (" 're"u8.ToArray(), "'re"u8.ToArray()),
    ];

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first)
    {
        if (!first)
        {
            token = token.AsSpan().StartsWith(_prefix) ? token[_prefix.Length..] : [(byte)' ', .. token];
        }

        return cleanup ? Cleanups.Aggregate(token, static (cleaned, step) => TokenText.Replace(cleaned, step.From, step.To)) : token;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "WordPiece");
        writer.WriteString("prefix", prefix);
        writer.WriteBoolean("cleanup", cleanup);
        writer.WriteEndObject();
    }
}
