namespace Sinter.Tokenizers.Text;

/// <summary>The sets of characters that pre-tokenisation tells apart; a character may be in several. None of them: symbols, controls, and bytes that are not UTF-8.</summary>
[Flags]
internal enum CharacterClass : byte
{
    /// <summary>In none of the sets.</summary>
    Other = 0,

    /// <summary>Unicode general category L.</summary>
    Letter = 1,

    /// <summary>Unicode general category N.</summary>
    Number = 2,

    /// <summary>Unicode White_Space.</summary>
    Space = 4,

    /// <summary>Carriage return and line feed.</summary>
    LineEnd = 8,

    /// <summary>General categories Lu, Lt, Lm, Lo and M: what may stand before the small letters of a word.</summary>
    WordHead = 16,

    /// <summary>General categories Ll, Lm, Lo and M: what may stand after the capital letters of a word.</summary>
    WordTail = 32,

    /// <summary>What BERT takes for punctuation: general category P of Unicode 8.0 and all of <c>!"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\]^_`{|}~</c>.</summary>
    Punctuation = 64,

    /// <summary>What regular expressions call <c>\w</c>: Alphabetic, marks, decimal digits, connectors, joiners (Unicode Technical Standard 18, annex C).</summary>
    Word = 128,
}
