namespace Sinter.Training.Objectives;

/// <summary>The settings of <see cref="Denoising"/>; the defaults are text infilling as Lewis et al. 2020 chose it, without permuted sentences.</summary>
public sealed record DenoisingOptions
{
    /// <summary>The token that stands for what was taken out.</summary>
    public required int Mask { get; init; }

    /// <summary>The token that ends sources and targets.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The token that the decoder begins with (the end of text in BART).</summary>
    public required int DecoderStart { get; init; }

    /// <summary>A token that sources and targets begin with, as in BART; null for none.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>The share of a document's tokens that text infilling takes out, in spans for each of which one mask stands; at least 0 and below 1.</summary>
    public double InfillingShare { get; init; } = 0.3;

    /// <summary>The mean length of those spans, which are drawn from a Poisson distribution; a span of length 0 puts in a mask for nothing. From 0.1 to 30.</summary>
    public double MeanSpanLength { get; init; } = 3;

    /// <summary>The chance of each token to be masked alone; at least 0 and below 1.</summary>
    public double MaskingShare { get; init; }

    /// <summary>The chance of each token to be deleted without a trace; at least 0 and below 1.</summary>
    public double DeletionShare { get; init; }

    /// <summary>The tokens that end a sentence, where sentences are to be put in a random order; none for the order of the text.</summary>
    public IReadOnlySet<int> SentenceEnds { get; init; } = new HashSet<int>();

    /// <summary>From which everything random follows, together with the place of a sequence.</summary>
    public ulong Seed { get; init; }
}
