namespace Sinter.Tokenizers.Unicode;

/// <summary>The arithmetic of Hangul syllables and their letters (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    public const int FirstSyllable = 0xAC00;
    public const int SyllableCount = LeadCount * VowelCount * TrailCount;
    public const int FirstLead = 0x1100;
    public const int LeadCount = 19;
    public const int FirstVowel = 0x1161;
    public const int VowelCount = 21;

    /// <summary>One below the first trailing letter, so that an index of 0 means none.</summary>
    public const int TrailBase = 0x11A7;
    public const int TrailCount = 28;

    public static bool IsSyllable(int codePoint) => (uint)(codePoint - FirstSyllable) < SyllableCount;

    /// <summary>The letters of a syllable; the third is 0 where there is none.</summary>
    public static (int Lead, int Vowel, int Trail) Decompose(int syllable)
    {
        var index = syllable - FirstSyllable;
        var trail = index % TrailCount;
        return (FirstLead + (index / (VowelCount * TrailCount)), FirstVowel + (index / TrailCount % VowelCount), trail == 0 ? 0 : TrailBase + trail);
    }

    /// <summary>The syllable of a leading letter and a vowel, or of a syllable without a trailing letter and one; negative where they are none.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - FirstLead) < LeadCount && (uint)(second - FirstVowel) < VowelCount)
        {
            return FirstSyllable + ((((first - FirstLead) * VowelCount) + (second - FirstVowel)) * TrailCount);
        }

        return IsSyllable(first) && (first - FirstSyllable) % TrailCount == 0 && (uint)(second - TrailBase - 1) < TrailCount - 1
            ? first + (second - TrailBase)
            : -1;
    }
}
