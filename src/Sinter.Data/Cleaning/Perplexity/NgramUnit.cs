namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>What an n-gram model counts.</summary>
public enum NgramUnit
{
    /// <summary>Words; the punctuation in front of one and behind it is a token each.</summary>
    Word,

    /// <summary>What stands between white space, as models of other tools take it.</summary>
    WhiteSpace,

    /// <summary>Characters (code points), for languages that part no words; runs of white space are one space.</summary>
    Character,
}
