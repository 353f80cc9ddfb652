using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>The options of the search by meaning, as a command line spells them.</summary>
internal sealed class SemanticProfile
{
    private static readonly SemanticOptions Usual = new();

    [StepOption("A file of word vectors (.bin, .ftz, .vec); without it they are trained on a sample of the documents.")]
    public string? Vectors { get; init; }

    [StepOption("The cosine from which two documents are the same.", Least = 0.01, Most = 1)]
    public double Threshold { get; init; } = Usual.Threshold;

    [StepOption("How strongly frequent words are held back; less is stronger.", Least = 1e-9, Most = 1e9)]
    public double Smoothing { get; init; } = Usual.Smoothing;

    [StepOption("Where the random numbers of sample, training and clusters begin.", Least = 0, Most = int.MaxValue)]
    public int Seed { get; init; } = Usual.Seed;

    [StepOption("About how many characters of the documents word vectors are trained on.", Least = 1000, Most = 1 << 30)]
    public int SampleCharacters { get; init; } = Usual.SampleCharacters;

    [StepOption("The dimension of vectors that are trained here.", Least = 1, Most = 4096)]
    public int Dimension { get; init; } = Usual.Dimension;

    [StepOption("A cluster with more documents is cut into smaller ones.", Least = 2, Most = 1 << 16)]
    public int LargestCluster { get; init; } = Usual.LargestCluster;

    public SemanticFinder Create() => new(new SemanticOptions
    {
        Vectors = Vectors,
        Threshold = Threshold,
        Smoothing = Smoothing,
        Seed = Seed,
        SampleCharacters = SampleCharacters,
        Dimension = Dimension,
        LargestCluster = LargestCluster,
    });
}
