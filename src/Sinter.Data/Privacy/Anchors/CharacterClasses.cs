using System.Globalization;

namespace Sinter.Data.Privacy;

/// <summary>What the search for places asks of a UTF-16 unit, from a table.</summary>
[Flags]
internal enum CharacterClass : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A letter, or a mark on one.</summary>
    Letter = 1,

    /// <summary>A letter that is of upper case, or has no case.</summary>
    Capital = 2,

    /// <summary>A decimal digit of ASCII.</summary>
    Digit = 4,

    /// <summary>A letter or digit of ASCII, or one of <c>+/=_-</c>.</summary>
    Token = 8,

    /// <summary>A hexadecimal digit.</summary>
    Hex = 16,

    /// <summary>A space, tab, line end or other white space.</summary>
    Space = 32,
}

/// <summary>The classes of all UTF-16 units. Halves of surrogate pairs have none.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Table = Build();

    /// <summary>The classes of a unit.</summary>
    public static CharacterClass Of(char unit) => Table[unit];

    /// <summary>Whether a unit is of one of some classes.</summary>
    public static bool Is(char unit, CharacterClass classes) => (Table[unit] & classes) != CharacterClass.None;

    /// <summary>Whether the unit at a place is of one of some classes; false outside the text.</summary>
    public static bool Is(ReadOnlySpan<char> text, int at, CharacterClass classes) => (uint)at < (uint)text.Length && (Table[text[at]] & classes) != CharacterClass.None;

    private static CharacterClass[] Build()
    {
        var table = new CharacterClass[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var unit = (char)i;
            table[i] = CharUnicodeInfo.GetUnicodeCategory(unit) switch
            {
                UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter | CharacterClass.Capital,
                UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharacterClass.Letter,
                _ => CharacterClass.None,
            };
            table[i] |= char.IsAsciiDigit(unit) ? CharacterClass.Digit : CharacterClass.None;
            table[i] |= char.IsAsciiLetterOrDigit(unit) || unit is '+' or '/' or '=' or '_' or '-' ? CharacterClass.Token : CharacterClass.None;
            table[i] |= char.IsAsciiHexDigit(unit) ? CharacterClass.Hex : CharacterClass.None;
            table[i] |= char.IsWhiteSpace(unit) ? CharacterClass.Space : CharacterClass.None;
        }

        return table;
    }
}
