namespace Sinter.Training.Objectives;

/// <summary>The settings of <see cref="SpanCorruption"/>; the defaults are those of Raffel et al. 2020.</summary>
public sealed record SpanCorruptionOptions
{
    /// <summary>The tokens that stand for the first span of a document, the second, and so on; see <see cref="Descending"/>. A document has at most as many spans.</summary>
    public required IReadOnlyList<int> Sentinels { get; init; }

    /// <summary>The token that ends sources and targets.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The token that the decoder begins with (0, the padding, in T5).</summary>
    public required int DecoderStart { get; init; }

    /// <summary>The share of a document's tokens that is taken out; above 0 and below 1.</summary>
    public double NoiseDensity { get; init; } = 0.15;

    /// <summary>The mean length of a span in tokens; at least 1.</summary>
    public double MeanSpanLength { get; init; } = 3;

    /// <summary>
    /// Documents of at least so many tokens always have room. A batch has fixed places, and short documents need more of them for each token, as each has its end and at least one
    /// sentinel: those that are shorter are left out where no room is left.
    /// </summary>
    public int UsualTokens { get; init; } = 16;

    /// <summary>From which the spans follow, together with the place of a sequence.</summary>
    public ulong Seed { get; init; }

    /// <summary>Sentinels from an id downwards, as T5 has 100 at the top of its vocabulary: 32099, 32098, ...</summary>
    /// <param name="first">The highest id.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<int> Descending(int first, int count = 100) => [.. Enumerable.Range(0, count).Select(i => first - i)];
}
