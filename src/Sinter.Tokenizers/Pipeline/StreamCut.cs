using System.Buffers;
using System.Text;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>Finds where a text whose end is not known yet may be cut, so that its parts, encoded apart, give the ids of the whole.</summary>
internal static class StreamCut
{
    /// <summary>The last such place, in bytes; 0 where there is none. An added token that what follows may still lengthen, hinder or move lies behind it.</summary>
    public static int Last(TextEncoder encoder, ReadOnlySpan<byte> utf8, bool allowSpecial)
    {
        if (encoder.Splitter is not { } splitter)
        {
            return 0;
        }

        var tokens = encoder.AddedTokens;
        var certain = BeginningOfCharacter(utf8, utf8.Length - tokens.Reach(allowSpecial));
        var position = 0;
        int start;
        while (tokens.Find(utf8, position, allowSpecial, [], out start, out var end) is not null && end <= certain)
        {
            position = end;
        }

        var limit = Math.Min(start, certain);
        if (limit <= position)
        {
            return tokens.AsksForSingleWords && EndsWithWord(utf8[..position]) ? 0 : position;
        }

        if (tokens.StripsLeft)
        {
            limit = position + TrimmedLength(utf8[position..limit]);
        }

        var cut = position + splitter.LastSafeCut(utf8[position..limit]);
        while (tokens.AsksForSingleWords && cut > 0 && EndsWithWord(utf8[..cut]))
        {
            // A token that must stand alone would not see the word before it.
            cut = cut > position ? position + splitter.LastSafeCut(utf8[position..(cut - 1)]) : 0;
        }

        return cut;
    }

    private static int BeginningOfCharacter(ReadOnlySpan<byte> utf8, int place)
    {
        while (place > 0 && place < utf8.Length && (utf8[place] & 0xC0) == 0x80)
        {
            place--;
        }

        return place;
    }

    private static int TrimmedLength(ReadOnlySpan<byte> utf8)
    {
        while (Rune.DecodeLastFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            utf8 = utf8[..^length];
        }

        return utf8.Length;
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> utf8) => Text.AddedTokenMatcher.TouchesWord(utf8, before: true);
}
