using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers;

/// <content>Lengths in tokens: counting them, and keeping so many.</content>
public sealed partial class Tokenizer
{
    /// <summary>The number of ids that <see cref="Encode(string, bool)"/> gives for a text; nothing is kept of them.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public int CountTokens(ReadOnlySpan<char> text, bool allowSpecial = false)
    {
        var scratch = Rent(tracksOffsets: false);
        Encode(text, scratch, allowSpecial);
        var count = scratch.Tokens.Count;
        Return(scratch);
        return count;
    }

    /// <summary>The number of ids that <see cref="EncodeUtf8(ReadOnlySpan{byte}, List{int}, bool)"/> appends for bytes that are meant to be UTF-8.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public int CountTokens(ReadOnlySpan<byte> utf8, bool allowSpecial = false)
    {
        var scratch = Rent(tracksOffsets: false);
        EncodeUtf8(utf8, scratch, allowSpecial, []);
        var count = scratch.Tokens.Count;
        Return(scratch);
        return count;
    }

    /// <summary>
    /// Encodes text and keeps at most so many of its first or last ids, fewer where the cut would fall within a character. Offsets are in UTF-16 characters of the whole
    /// text, and <see cref="EncodedText.Range"/> is the part of it that is kept. Encoded anew, that part may have other ids than those, as its last word may be another.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="maximumTokens">The most ids, 0 or more.</param>
    /// <param name="side">Which side is cut off.</param>
    /// <param name="allowSpecial">Whether a special token written out in the text becomes that token.</param>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public EncodedText Truncate(string text, int maximumTokens, TruncationSide side = TruncationSide.Right, bool allowSpecial = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var encoded = EncodeWithOffsets(text, allowSpecial);
        return encoded.Slice(Kept(encoded.Offsets, maximumTokens, side));
    }

    /// <summary>The same for bytes that are meant to be UTF-8; offsets are in bytes.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public EncodedText Truncate(ReadOnlySpan<byte> utf8, int maximumTokens, TruncationSide side = TruncationSide.Right, bool allowSpecial = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var encoded = EncodeWithOffsets(utf8, allowSpecial);
        TextRange[] characters = [.. encoded.Offsets];
        CharacterOffsets.Translate(utf8, characters);
        return encoded.Slice(Kept(characters, maximumTokens, side));
    }

    /// <summary>Which tokens are kept. Tokens that share a character have offsets, in characters, that overlap: they go or stay together.</summary>
    private static Range Kept(TextRange[] characters, int maximumTokens, TruncationSide side)
    {
        if (characters.Length <= maximumTokens)
        {
            return Range.All;
        }

        if (side == TruncationSide.Right)
        {
            var end = maximumTokens;
            while (end > 0 && characters[end - 1].End > characters[end].Start)
            {
                end--;
            }

            return ..end;
        }

        var start = characters.Length - maximumTokens;
        while (start < characters.Length && characters[start - 1].End > characters[start].Start)
        {
            start++;
        }

        return start..;
    }
}
