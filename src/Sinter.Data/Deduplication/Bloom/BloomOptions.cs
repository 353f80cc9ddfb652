using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>What a Bloom filter of documents is made for, and what counts in them.</summary>
public sealed class BloomOptions
{
    /// <summary>How many different documents are expected, in all runs with the filter.</summary>
    [StepOption("How many different documents are expected, in all runs with the filter.", Least = 1, Most = 1e11)]
    public double Expected { get; init; } = 10_000_000;

    /// <summary>The share of new documents that may be taken for known.</summary>
    [StepOption("The share of new documents that may be taken for known.", Least = 1e-15, Most = 0.5)]
    public double FalsePositives { get; init; } = 1e-6;

    /// <summary>Whether capital letters are as small ones.</summary>
    [StepOption("Whether capital letters are as small ones.")]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether punctuation and symbols are left out.</summary>
    [StepOption("Whether punctuation and symbols are left out.")]
    public bool IgnorePunctuation { get; init; }

    /// <summary>Whether any run of white space is as one space, and none at the ends.</summary>
    [StepOption("Whether any run of white space is as one space, and none at the ends.")]
    public bool IgnoreWhiteSpace { get; init; }

    /// <summary>What hashes the documents.</summary>
    internal ExactFinder Hashes => new() { IgnoreCase = IgnoreCase, IgnorePunctuation = IgnorePunctuation, IgnoreWhiteSpace = IgnoreWhiteSpace };

    /// <summary>The size of the filter in bytes.</summary>
    internal long FilterBytes => BloomFilter.BitsFor((long)Expected, FalsePositives) / 8;
}
