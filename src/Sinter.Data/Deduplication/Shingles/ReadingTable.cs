using System.Collections.Concurrent;
using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Data.Deduplication;

/// <summary>How each UTF-16 unit is read when shingles are made: as another one, or as one of three that stand for no character.</summary>
internal static class ReadingTable
{
    /// <summary>It is left out.</summary>
    public const ushort Removed = 0;

    /// <summary>It parts words.</summary>
    public const ushort Space = 1;

    /// <summary>A digit, where all numbers are the same.</summary>
    public const ushort Digit = 2;

    /// <summary>From here on there are scripts that put no space between words.</summary>
    public const ushort FirstWithoutSpaces = 0x0E00;

    private static readonly ConcurrentDictionary<(bool, ShinglePunctuation, bool, bool), ushort[]> Tables = [];

    /// <summary>The table, of 65,536 entries; options that read alike share one.</summary>
    public static ushort[] For(ShingleOptions options) =>
        Tables.GetOrAdd((options.IgnoreCase, options.Punctuation, options.IgnoreMarks, options.IgnoreNumbers), static (_, options) => Make(options), options);

    /// <summary>Whether a unit (the first half, of a pair) is a character that is a word by itself.</summary>
    public static bool IsWord(int unit) => unit is
        (>= 0x0E00 and <= 0x0EFF) // Thai and Lao
        or (>= 0x1000 and <= 0x109F) // Burmese
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x3040 and <= 0x312F) // kana and bopomofo
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) // Han
        or (>= 0xD840 and <= 0xD888); // first halves of the Han beyond the basic plane

    private static ushort[] Make(ShingleOptions options)
    {
        var table = new ushort[char.MaxValue + 1];
        for (var unit = 0; unit < table.Length; unit++)
        {
            table[unit] = Read((char)unit, options);
        }

        return table;
    }

    private static ushort Read(char unit, ShingleOptions options)
    {
        var kinds = CharacterTable.Of(unit);
        var category = char.GetUnicodeCategory(unit);
        if (kinds.HasFlag(CharacterKinds.Space))
        {
            return Space;
        }

        if (category == UnicodeCategory.Control || (options.IgnoreMarks && category == UnicodeCategory.NonSpacingMark))
        {
            return Removed;
        }

        if (options.Punctuation != ShinglePunctuation.Keep && (category == UnicodeCategory.Format || kinds.HasFlag(CharacterKinds.Punctuation)))
        {
            return options.Punctuation == ShinglePunctuation.Space && category != UnicodeCategory.Format ? Space : Removed;
        }

        if (options.IgnoreNumbers && kinds.HasFlag(CharacterKinds.Digit))
        {
            return Digit;
        }

        var read = options.IgnoreMarks ? WithoutMarks(unit) : unit;
        return options.IgnoreCase ? char.ToLowerInvariant(read) : read;
    }

    /// <summary>The character without its marks, where that is one unit; syllables of Hangul, which decompose into several letters, stay whole.</summary>
    private static char WithoutMarks(char unit)
    {
        if (char.IsSurrogate(unit) || char.IsAscii(unit))
        {
            return unit;
        }

        var letters = UnicodeNormalizer.Normalize(unit.ToString(), UnicodeForm.Nfd).Where(static part => char.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark).ToArray();
        return letters.Length == 1 ? letters[0] : unit;
    }
}
