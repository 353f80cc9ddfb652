using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>The four kinds of character that pre-tokenisation tells apart.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Anything else: punctuation, symbols, marks, controls, and bytes that are not UTF-8.</summary>
    Other,

    /// <summary>Unicode general category L.</summary>
    Letter,

    /// <summary>Unicode general category N.</summary>
    Number,

    /// <summary>Unicode White_Space.</summary>
    Space,
}

/// <summary>Tells the class of the character at a place in UTF-8 text.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] BasicPlane = MakeBasicPlane();

    /// <summary>The class of the character that begins at <paramref name="index"/>, and its length in bytes (at least 1, also for a byte that is not UTF-8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass At(ReadOnlySpan<byte> utf8, int index, out int length)
    {
        var first = utf8[index];
        if (first < 0x80)
        {
            length = 1;
            return BasicPlane[first];
        }

        return BeyondAscii(utf8[index..], out length);
    }

    private static CharacterClass BeyondAscii(ReadOnlySpan<byte> utf8, out int length)
    {
        if (Rune.DecodeFromUtf8(utf8, out var rune, out length) != System.Buffers.OperationStatus.Done)
        {
            return CharacterClass.Other;
        }

        return rune.IsBmp ? BasicPlane[rune.Value] : Of(Rune.GetUnicodeCategory(rune));
    }

    private static CharacterClass Of(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
        >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other,
    };

    private static CharacterClass[] MakeBasicPlane()
    {
        var classes = new CharacterClass[0x10000];
        for (var value = 0; value < classes.Length; value++)
        {
            classes[value] = char.IsWhiteSpace((char)value)
                ? CharacterClass.Space
                : Of(CharUnicodeInfo.GetUnicodeCategory((char)value));
        }

        return classes;
    }
}
