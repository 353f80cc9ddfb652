namespace Sinter.Tokenizers.Unicode;

/// <summary>What the normalisation forms need to know of a code point: its combining class in the low byte, and flags.</summary>
internal static class CharacterProperties
{
    /// <summary>The bits of the combining class.</summary>
    public const int CombiningClass = 0xFF;

    /// <summary>Never occurs in NFC.</summary>
    public const int NotNfc = 0x100;

    /// <summary>Never occurs in NFD.</summary>
    public const int NotNfd = 0x200;

    /// <summary>Never occurs in NFKC.</summary>
    public const int NotNfkc = 0x400;

    /// <summary>Never occurs in NFKD.</summary>
    public const int NotNfkd = 0x800;

    /// <summary>May compose with a character before it, so that it occurs in NFC and NFKC in some places only.</summary>
    public const int MayCompose = 0x1000;
}
