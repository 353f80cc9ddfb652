using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.SentencePiece;

/// <summary>What becomes of text that no token covers: its bytes, where the vocabulary has tokens for them; else one unknown token for all of it that stands in a row; else nothing.</summary>
/// <param name="unknownId">The id of unknown text, or -1.</param>
/// <param name="byteIds">The ids of the 256 bytes, or null.</param>
internal sealed class UnknownText(int unknownId, int[]? byteIds)
{
    /// <summary>Whether unknown characters in a row become one token, so that they must not be cut apart.</summary>
    public bool Fuses => byteIds is null && unknownId >= 0;

    /// <summary>Adds unknown text; <paramref name="pending"/> counts the bytes that wait to become one token.</summary>
    public void Add(ReadOnlySpan<byte> text, TokenList output, ref int pending)
    {
        if (byteIds is null)
        {
            pending += text.Length;
            return;
        }

        foreach (var value in text)
        {
            output.Add(byteIds[value], 1);
        }
    }

    /// <summary>Makes the token of what waits: before a known token, and at the end.</summary>
    public void Flush(TokenList output, ref int pending)
    {
        if (pending > 0 && unknownId >= 0)
        {
            output.Add(unknownId, pending);
        }

        pending = 0;
    }
}
