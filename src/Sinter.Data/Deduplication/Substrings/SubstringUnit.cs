namespace Sinter.Data.Deduplication.Substrings;

/// <summary>What repeated substrings are counted and compared in.</summary>
public enum SubstringUnit
{
    /// <summary>
    /// Words: what stands between white space, with its punctuation, compared exactly; which white space stands between does not matter. In scripts without spaces between
    /// words (Han, Kana, Thai, Lao, Khmer, Myanmar and others) each character with its combining marks. More than 128 UTF-16 units without an end are cut into pieces.
    /// </summary>
    Words,

    /// <summary>Bytes of UTF-8, white space included; a character of which only a part is repeated stays.</summary>
    Bytes,
}
