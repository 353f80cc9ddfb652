using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Text;

/// <summary>Tells the classes of the character at a place in UTF-8 text.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] BasicPlane = MakeBasicPlane();

    /// <summary>The classes of the character that begins at <paramref name="index"/>, and its length in bytes (at least 1, also for a byte that is not UTF-8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass At(ReadOnlySpan<byte> utf8, int index, out int length)
    {
        var first = utf8[index];
        if (first < 0x80)
        {
            length = 1;
            return Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(BasicPlane), (nint)first);
        }

        return BeyondAscii(utf8[index..], out length);
    }

    /// <summary>The classes of a code point.</summary>
    public static CharacterClass Of(int codePoint) => codePoint < BasicPlane.Length ? BasicPlane[codePoint] : Compute(codePoint);

    private static CharacterClass BeyondAscii(ReadOnlySpan<byte> utf8, out int length) =>
        Rune.DecodeFromUtf8(utf8, out var rune, out length) == OperationStatus.Done ? Of(rune.Value) : CharacterClass.Other;

    private static CharacterClass Compute(int codePoint)
    {
        if (codePoint < 0x10000 && char.IsWhiteSpace((char)codePoint))
        {
            return codePoint is '\r' or '\n' ? CharacterClass.Space | CharacterClass.LineEnd : CharacterClass.Space;
        }

        return Of(CharUnicodeInfo.GetUnicodeCategory(codePoint))
            | (IsAlphabeticSymbolOrJoiner(codePoint) ? CharacterClass.Word : CharacterClass.Other)
            | (ReferenceSets.Punctuation.Contains(codePoint) ? CharacterClass.Punctuation : CharacterClass.Other);
    }

    private static CharacterClass Of(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterClass.Letter | CharacterClass.WordHead | CharacterClass.Word,
        UnicodeCategory.LowercaseLetter => CharacterClass.Letter | CharacterClass.WordTail | CharacterClass.Word,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter | CharacterClass.WordHead | CharacterClass.WordTail | CharacterClass.Word,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
            CharacterClass.WordHead | CharacterClass.WordTail | CharacterClass.Word,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => CharacterClass.Number | CharacterClass.Word,
        UnicodeCategory.OtherNumber => CharacterClass.Number,
        UnicodeCategory.ConnectorPunctuation => CharacterClass.Word,
        _ => CharacterClass.Other,
    };

    /// <summary>The symbols of circled and squared letters that are Alphabetic, and the two joiners.</summary>
    private static bool IsAlphabeticSymbolOrJoiner(int codePoint) =>
        codePoint is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189) or 0x200C or 0x200D;

    private static CharacterClass[] MakeBasicPlane()
    {
        var classes = new CharacterClass[0x10000];
        for (var value = 0; value < classes.Length; value++)
        {
            classes[value] = Compute(value);
        }

        return classes;
    }
}
