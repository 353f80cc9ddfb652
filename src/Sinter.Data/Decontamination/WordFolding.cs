using System.Globalization;

namespace Sinter.Data.Decontamination;

/// <summary>
/// What a character is to the comparison of words: letters, digits and marks in lower case make words; apostrophes and signs without width are passed over, so that
/// <c>don't</c>, <c>don’t</c> and <c>dont</c> are one word; all else parts words. So texts are the same whatever their case, punctuation and white space, as in the
/// decontamination of GPT-3 (Brown et al. 2020, appendix C).
/// </summary>
internal static class WordFolding
{
    /// <summary>Parts words.</summary>
    public const ushort Separator = 0;

    /// <summary>Is passed over, within words too.</summary>
    public const ushort Skipped = 1;

    /// <summary>No character below this one belongs to a script without spaces.</summary>
    public const ushort FirstUnspaced = 0x0E00;

    private static readonly ushort[] Folds = Make();

    /// <summary>The lower-case form of every UTF-16 unit, or <see cref="Separator"/> or <see cref="Skipped"/>.</summary>
    public static ReadOnlySpan<ushort> Table => Folds;

    /// <summary>
    /// Whether a character is a word by itself, because its script sets no spaces between words: Thai, Lao, Burmese, Khmer, kana and Chinese characters.
    /// </summary>
    public static bool IsUnspaced(ushort folded) => folded
        is (>= FirstUnspaced and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9F);

    private static ushort[] Make()
    {
        var folds = new ushort[0x10000];
        for (var value = 0; value < folds.Length; value++)
        {
            folds[value] = Fold((char)value);
        }

        return folds;
    }

    private static ushort Fold(char character) => character is '\'' or '\u2019' or '\u02BC' ? Skipped : char.GetUnicodeCategory(character) switch
    {
        <= UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate => char.ToLowerInvariant(character),
        UnicodeCategory.Format => Skipped,
        _ => Separator,
    };
}
