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

    /// <summary>Says what is wrong with the options, if anything is.</summary>
    /// <exception cref="ArgumentException">An option has no sense.</exception>
    internal void Validate()
    {
        var least = SpecialTokens.Count + 256;
        if (VocabularySize < least)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The vocabulary size is {VocabularySize}; it must be at least {least}, for {SpecialTokens.Count} special tokens and 256 bytes."));
        }

        if (MinimumFrequency < 1)
        {
            throw new ArgumentException(FormattableString.Invariant($"The minimum frequency is {MinimumFrequency}; it must be at least 1."));
        }

        if (Threads < 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"The number of threads is {Threads}; it must be at least 1, or 0 for one a core."));
        }

        if (SpecialTokens.Any(string.IsNullOrEmpty) || SpecialTokens.Distinct(StringComparer.Ordinal).Count() < SpecialTokens.Count)
        {
            throw new ArgumentException("The special tokens must differ and none may be empty.");
        }

        if (SpecialTokens.FirstOrDefault(static token => token.Length == 1) is { } single)
        {
            throw new ArgumentException($"The special token '{single}' is a single character, which the vocabulary needs for itself; use a longer one.");
        }
    }
}
