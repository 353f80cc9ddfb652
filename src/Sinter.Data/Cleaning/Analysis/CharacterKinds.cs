using System.Globalization;

namespace Sinter.Data.Cleaning;

/// <summary>What the rules tell apart in a character.</summary>
[Flags]
public enum CharacterKinds : byte
{
    /// <summary>A symbol or a mark that none of the others is.</summary>
    None = 0,

    /// <summary>White space (Unicode White_Space, as <see cref="char.IsWhiteSpace(char)"/> has it).</summary>
    Space = 1,

    /// <summary>A letter (general category L); a half of a surrogate pair counts as one, since nearly all that are written so in text are ideographs.</summary>
    Letter = 2,

    /// <summary>A decimal digit.</summary>
    Digit = 4,

    /// <summary>An upper-case letter.</summary>
    Upper = 8,

    /// <summary>Punctuation or a symbol of ASCII, any other punctuation (general category P), or a control character.</summary>
    Punctuation = 16,
}

/// <summary>The kinds of all UTF-16 units, in one table.</summary>
internal static class CharacterTable
{
    private static readonly CharacterKinds[] Kinds = Make();

    /// <summary>The table itself, of 65,536 entries, for loops.</summary>
    public static ReadOnlySpan<CharacterKinds> All => Kinds;

    /// <summary>The kinds of a UTF-16 unit.</summary>
    public static CharacterKinds Of(char character) => Kinds[character];

    private static CharacterKinds[] Make()
    {
        var kinds = new CharacterKinds[0x10000];
        for (var value = 0; value < kinds.Length; value++)
        {
            kinds[value] = KindOf((char)value);
        }

        return kinds;
    }

    private static CharacterKinds KindOf(char character)
    {
        if (char.IsWhiteSpace(character))
        {
            return CharacterKinds.Space;
        }

        return char.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.UppercaseLetter => CharacterKinds.Letter | CharacterKinds.Upper,
            <= UnicodeCategory.OtherLetter or UnicodeCategory.Surrogate => CharacterKinds.Letter,
            UnicodeCategory.DecimalDigitNumber => CharacterKinds.Digit,
            >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation or UnicodeCategory.Control => CharacterKinds.Punctuation,
            _ when char.IsAscii(character) => CharacterKinds.Punctuation,
            _ => CharacterKinds.None,
        };
    }
}
