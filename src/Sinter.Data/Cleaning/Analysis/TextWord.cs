namespace Sinter.Data.Cleaning;

/// <summary>A word of a text: what stands between white space.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, with its punctuation.</param>
/// <param name="CoreStart">Where it begins without the punctuation in front.</param>
/// <param name="CoreLength">How long it is without punctuation at its ends; 0 where it is nothing else.</param>
/// <param name="Marks">
/// How many tokens the punctuation at its ends makes, a run of one character being one: 2 in <c>"well...</c>. With the core, so many tokens as a word tokenizer of
/// the Penn Treebank kind gives, contractions apart.
/// </param>
/// <param name="HasLetter">Whether it holds a letter.</param>
public readonly record struct TextWord(int Start, int Length, int CoreStart, int CoreLength, int Marks, bool HasLetter)
{
    /// <summary>The place behind it.</summary>
    public int End => Start + Length;

    /// <summary>The word with its punctuation.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);

    /// <summary>The word without the punctuation at its ends.</summary>
    public ReadOnlySpan<char> CoreIn(string text) => text.AsSpan(CoreStart, CoreLength);
}
