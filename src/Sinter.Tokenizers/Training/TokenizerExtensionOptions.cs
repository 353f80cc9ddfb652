namespace Sinter.Tokenizers;

/// <summary>How a tokenizer is extended.</summary>
public sealed record TokenizerExtensionOptions
{
    /// <summary>The number of tokens to add. Text with too few pairs gives fewer.</summary>
    public int Tokens { get; init; } = 1000;

    /// <summary>How often a pair must be seen to become a token.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>The longest new token, in bytes for byte-level BPE, else in characters; null for any.</summary>
    public int? MaximumTokenLength { get; init; }

    /// <summary>How many threads work; 0 for one a core. The result is the same at any number.</summary>
    public int Threads { get; init; }
}
