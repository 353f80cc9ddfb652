using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tokenizers.Text;

/// <summary>Where runs of characters of one kind end. What the scanners of the known expressions share.</summary>
internal static class CharacterRuns
{
    /// <summary>The classes that most expressions take for words, numbers and white space; what is in none of them they take for punctuation.</summary>
    public const CharacterClass Named = CharacterClass.Letter | CharacterClass.Number | CharacterClass.Space;

    /// <summary>The end of the letters that go on at <paramref name="index"/>.</summary>
    public static int EndOfLetters(ReadOnlySpan<byte> utf8, int index) => EndOfWordPart(utf8, index, 0x20, CharacterClass.Letter);

    /// <summary>The end of the small and caseless letters and marks that go on at <paramref name="index"/>.</summary>
    public static int EndOfTail(ReadOnlySpan<byte> utf8, int index) => EndOfWordPart(utf8, index, 0, CharacterClass.WordTail);

    /// <summary>The end of the characters from <paramref name="index"/> that are in any of the classes.</summary>
    public static int EndOfAny(ReadOnlySpan<byte> utf8, int index, CharacterClass classes)
    {
        while (index < utf8.Length && (CharacterClasses.At(utf8, index, out var length) & classes) != CharacterClass.Other)
        {
            index += length;
        }

        return index;
    }

    /// <summary>The end of the characters from <paramref name="index"/> that are in none of the classes.</summary>
    public static int EndOfNone(ReadOnlySpan<byte> utf8, int index, CharacterClass classes)
    {
        while (index < utf8.Length && (CharacterClasses.At(utf8, index, out var length) & classes) == CharacterClass.Other)
        {
            index += length;
        }

        return index;
    }

    /// <summary>The end of at most so many numbers from <paramref name="index"/>.</summary>
    public static int EndOfNumbers(ReadOnlySpan<byte> utf8, int index, int most)
    {
        while (most-- > 0 && index < utf8.Length && (CharacterClasses.At(utf8, index, out var length) & CharacterClass.Number) != CharacterClass.Other)
        {
            index += length;
        }

        return index;
    }

    /// <summary><c>\s+(?!\S)|\s+</c>: white space leaves its last character to what follows, unless nothing does or it is that character.</summary>
    public static int EndOfSpaces(ReadOnlySpan<byte> utf8, int index)
    {
        CharacterClasses.At(utf8, index, out var length);
        var last = index;
        for (var end = index + length; ; last = end, end += length)
        {
            if (end == utf8.Length)
            {
                return end;
            }

            if ((CharacterClasses.At(utf8, end, out var nextLength) & CharacterClass.Space) == CharacterClass.Other)
            {
                return last > index ? last : end;
            }

            length = nextLength;
        }
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: white space goes to its last line end, where it has one.</summary>
    public static int EndOfLinesOrSpaces(ReadOnlySpan<byte> utf8, int index)
    {
        var start = index;
        var last = index;
        var afterLine = -1;
        for (CharacterClass kind; index < utf8.Length && ((kind = CharacterClasses.At(utf8, index, out var length)) & CharacterClass.Space) != CharacterClass.Other; index += length)
        {
            last = index;
            afterLine = (kind & CharacterClass.LineEnd) != CharacterClass.Other ? index + length : afterLine;
        }

        return afterLine >= 0 ? afterLine
            : index < utf8.Length && last > start ? last
            : index;
    }

    /// <summary>The end of characters of a class whose ASCII members are the small letters, and the capitals too where <paramref name="caseBit"/> is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfWordPart(ReadOnlySpan<byte> utf8, int index, byte caseBit, CharacterClass kind)
    {
        // Most words are ASCII and shorter than a vector: one look finds their end, whatever their length.
        while (utf8.Length - index >= Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(utf8), (nuint)index) | Vector128.Create(caseBit);
            var others = Vector128.GreaterThan(block - Vector128.Create((byte)'a'), Vector128.Create((byte)('z' - 'a'))).ExtractMostSignificantBits();
            if (others != 0)
            {
                index += BitOperations.TrailingZeroCount(others);
                return utf8[index] < 0x80 ? index : EndOfAny(utf8, index, kind);
            }

            index += Vector128<byte>.Count;
        }

        return EndOfAny(utf8, index, kind);
    }
}
