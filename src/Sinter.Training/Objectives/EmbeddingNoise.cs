using Sinter.Tensors;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Noise on the embeddings of training texts (NEFTune, Jain et al. 2024): each element gets a number drawn evenly from [-1, 1], times alpha / sqrt(L d), for a text of L tokens and embeddings of d elements.
/// What is drawn follows from the seed and the place of the row.
/// </summary>
/// <param name="Alpha">The size of the noise; 0 for none.</param>
/// <param name="Width">Elements of an embedding.</param>
public sealed record EmbeddingNoise(double Alpha, int Width)
{
    /// <summary>The size of the noise; 0 for none.</summary>
    public double Alpha { get; } = Alpha is >= 0 and < double.PositiveInfinity ? Alpha : throw new ArgumentException(Invariant($"The noise on embeddings is {Alpha}; it must be a finite number, not below 0."));

    /// <summary>Whether there is any.</summary>
    internal bool IsOn => Alpha > 0;

    /// <summary>The shape of the noise of a batch.</summary>
    internal Shape Shape(int batch, int time) => [batch, time, Width];

    /// <summary>Draws the noise of a row.</summary>
    /// <param name="row">[time, width].</param>
    /// <param name="sequence">What the row holds; padding gets none.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="place">The place of the row.</param>
    internal void Fill(Span<float> row, PackedSequence sequence, ulong seed, long place)
    {
        row.Clear();
        var random = Stream(seed, place);
        foreach (var (start, end) in sequence.Documents())
        {
            if (sequence.Targets.AsSpan(start..end).ContainsAnyExcept(-1))
            {
                Draw(row[(start * Width)..(end * Width)], random);
            }
        }
    }

    /// <summary>Where the noise of a row is drawn from.</summary>
    internal static RandomStream Stream(ulong seed, long place) => new(seed, Invariant($"embedding-noise/{place}"));

    /// <summary>Draws the noise of a text.</summary>
    /// <param name="text">[tokens, width].</param>
    /// <param name="random">Where it is drawn from.</param>
    internal void Draw(Span<float> text, RandomStream random)
    {
        // Two numbers of 32 bits from each draw, spread over [-1, 1).
        var scale = (float)(Alpha / Math.Sqrt(text.Length)) / (1u << 31);
        for (var i = 0; i < text.Length; i += 2)
        {
            var bits = random.NextBits();
            text[i] = (int)bits * scale;
            if (i + 1 < text.Length)
            {
                text[i + 1] = (int)(bits >> 32) * scale;
            }
        }
    }
}
