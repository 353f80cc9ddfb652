using System.Text;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Tells what BERT's normalizer may do to each character.</summary>
internal static class BertCharacters
{
    private static readonly BertTraits[] BasicPlane = MakeBasicPlane();

    /// <summary>The traits of a character.</summary>
    public static BertTraits Of(Rune rune) => rune.IsBmp ? BasicPlane[rune.Value] : Compute(rune);

    private static BertTraits[] MakeBasicPlane()
    {
        var traits = new BertTraits[0x10000];
        for (var value = 0; value < traits.Length; value++)
        {
            if (Rune.TryCreate(value, out var rune))
            {
                traits[value] = Compute(rune);
            }
        }

        return traits;
    }

    private static BertTraits Compute(Rune rune)
    {
        var properties = NormalizationData.Reference[rune.Value];
        var traits = BertTraits.None;
        traits |= IsDropped(rune.Value) ? BertTraits.Dropped : BertTraits.None;
        traits |= (traits & BertTraits.Dropped) == BertTraits.None && rune.Value != ' ' && Rune.IsWhiteSpace(rune) ? BertTraits.Space : BertTraits.None;
        traits |= IsIdeograph(rune.Value) ? BertTraits.Ideograph : BertTraits.None;
        traits |= (properties & (CharacterProperties.NotNfd | CharacterProperties.CombiningClass)) != 0 || ReferenceSets.NonSpacingMarks.Contains(rune.Value)
            ? BertTraits.Accented
            : BertTraits.None;
        traits |= LowercaseNormalizer.Changes(rune) ? BertTraits.Capital : BertTraits.None;
        return traits;
    }

    /// <summary>Controls except those that are white space to BERT, and the format characters and private use areas that Hugging Face's tables know, which end with Unicode 8.0.</summary>
    private static bool IsDropped(int codePoint) => codePoint is
        (<= 0x1F and not ('\t' or '\n' or '\r')) or (>= 0x7F and <= 0x9F) or 0xAD or (>= 0x600 and <= 0x605) or 0x61C or 0x6DD or 0x70F or 0x180E
        or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2064) or (>= 0x2066 and <= 0x206F)
        or (>= 0xE000 and <= 0xF8FF) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or 0xFFFD
        or 0x110BD or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or 0xE0001 or (>= 0xE0020 and <= 0xE007F)
        or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD);

    /// <summary>The blocks of ideographs of which BERT makes words of one character.</summary>
    private static bool IsIdeograph(int codePoint) => codePoint is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
