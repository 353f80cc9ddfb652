namespace Sinter.Tokenizers;

/// <summary>How a vocabulary is trained.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>The number of tokens wanted: special tokens, the 256 bytes and merges. Text with too few pairs gives fewer.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>The special tokens; they take the first ids, in this order.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = Tokenizers.SpecialTokens.All;

    /// <summary>How often a pair must be seen to become a token.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>How many threads count words; 0 for one a core. The result is the same at any number.</summary>
    public int Threads { get; init; }
}
