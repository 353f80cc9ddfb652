namespace Sinter.Data.Deduplication;

/// <summary>How <see cref="SemanticFinder"/> compares.</summary>
public sealed record SemanticOptions
{
    /// <summary>A file of word vectors (<c>.bin</c>, <c>.ftz</c>, <c>.vec</c>); null to train them on a sample of the documents themselves.</summary>
    public string? Vectors { get; init; }

    /// <summary>The cosine from which two documents are the same.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>How strongly frequent words are held back: the a of a / (a + p); see <see cref="FastText.TextEmbedder"/>.</summary>
    public double Smoothing { get; init; } = 1e-2;

    /// <summary>Where the random numbers begin: of the sample, the training and the clusters.</summary>
    public int Seed { get; init; }

    /// <summary>About how many characters of the documents word vectors are trained on.</summary>
    public int SampleCharacters { get; init; } = 4_000_000;

    /// <summary>The dimension of vectors that are trained here.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>A cluster with more documents is cut into smaller ones.</summary>
    public int LargestCluster { get; init; } = 4096;

    /// <summary>What is wrong with the options is an <see cref="ArgumentException"/>.</summary>
    internal void Validate()
    {
        Require(Threshold is > 0 and <= 1, "the threshold", Threshold, "more than 0, at most 1");
        Require(Smoothing > 0, "the smoothing", Smoothing, "more than 0");
        Require(SampleCharacters is >= 1000 and <= 1 << 30, "the sample", SampleCharacters, "1000 to 2^30 characters");
        Require(Dimension is > 0 and <= 4096, "the dimension", Dimension, "1 to 4096");
        Require(LargestCluster is >= 2 and <= 1 << 16, "the largest cluster", LargestCluster, "2 to 65536");
    }

    private static void Require(bool holds, string what, double found, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"For semantic deduplication, {what} is {found}; expected is {expected}."));
        }
    }
}
