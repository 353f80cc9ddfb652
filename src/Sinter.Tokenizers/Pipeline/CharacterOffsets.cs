using System.Text;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>Turns stretches of UTF-8 bytes into stretches of UTF-16 characters.</summary>
internal static class CharacterOffsets
{
    /// <summary>Translates in place. A stretch that begins or ends within a character has the whole character.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="offsets">Stretches of bytes, which become stretches of characters.</param>
    public static void Translate(ReadOnlySpan<byte> utf8, Span<TextRange> offsets)
    {
        // For each byte the character that it belongs to; one more for the end.
        var characters = new int[utf8.Length + 1];
        var character = 0;
        for (var i = 0; i < utf8.Length;)
        {
            Rune.DecodeFromUtf8(utf8[i..], out var rune, out var length);
            characters.AsSpan(i, length).Fill(character);
            character += rune.Utf16SequenceLength;
            i += length;
        }

        characters[utf8.Length] = character;
        foreach (ref var offset in offsets)
        {
            var end = offset.End;
            while (end > offset.Start && end < utf8.Length && characters[end] == characters[end - 1])
            {
                end++; // within a character
            }

            offset = new TextRange(characters[offset.Start], characters[end]);
        }
    }
}
