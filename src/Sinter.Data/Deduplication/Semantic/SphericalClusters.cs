using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The centres of clusters of vectors of length 1, by the cosine (spherical k-means: Dhillon, Modha 2001), found on a sample that is drawn with a seed. The centres are the same at
/// any number of threads: each thread finds the centres of its own vectors, and sums are made in order.
/// </summary>
internal sealed class SphericalClusters
{
    private const int SampledPerCentre = 64;
    private const int Rounds = 8;

    // A document this near to another centre too belongs to both clusters, so that duplicates on both sides of a border meet.
    private const float Margin = 0.1f;

    private readonly DenseMatrix _centres;

    private SphericalClusters(DenseMatrix centres) => _centres = centres;

    /// <summary>Finds centres.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="members">The numbers of those that are to be put into clusters.</param>
    /// <param name="count">How many centres, fewer than members.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="parallel">How many threads work, and when they stop.</param>
    public static SphericalClusters Find(VectorStore vectors, int[] members, int count, int seed, ParallelOptions parallel)
    {
        var random = SplitMix.For(seed, members.Length);
        var sample = new DenseMatrix((int)Math.Min(members.Length, (long)count * SampledPerCentre), vectors.Dimension);
        var drawn = (int[])members.Clone();
        for (var at = 0; at < sample.Rows; at++)
        {
            var other = at + random.NextBelow(drawn.Length - at);
            (drawn[at], drawn[other]) = (drawn[other], drawn[at]);
            vectors.Read(drawn[at], sample[at]);
        }

        var centres = new DenseMatrix(count, vectors.Dimension);
        for (var centre = 0; centre < count; centre++)
        {
            sample[centre].CopyTo(centres[centre]);
        }

        var clusters = new SphericalClusters(centres);
        var nearest = new int[sample.Rows];
        for (var round = 0; round < Rounds; round++)
        {
            Parallel.For(0, sample.Rows, parallel, at => nearest[at] = clusters.Nearest(sample[at]).First);
            clusters.Move(sample, nearest);
        }

        return clusters;
    }

    /// <summary>The nearest centre, and the second where it is nearly as near, else -1.</summary>
    public (int First, int Second) Nearest(ReadOnlySpan<float> vector)
    {
        var (first, second, best, next) = (0, -1, float.NegativeInfinity, float.NegativeInfinity);
        for (var centre = 0; centre < _centres.Rows; centre++)
        {
            var cosine = VectorKernels.Dot(_centres[centre], vector);
            if (cosine > best)
            {
                (second, next) = (first, best);
                (first, best) = (centre, cosine);
            }
            else if (cosine > next)
            {
                (second, next) = (centre, cosine);
            }
        }

        return (first, next >= best - Margin ? second : -1);
    }

    /// <summary>Moves each centre to the direction of the sum of its vectors; one without any stays.</summary>
    private void Move(DenseMatrix sample, int[] nearest)
    {
        var sums = new DenseMatrix(_centres.Rows, _centres.Columns);
        for (var at = 0; at < nearest.Length; at++)
        {
            VectorKernels.AddScaled(sums[nearest[at]], sample[at], 1);
        }

        for (var centre = 0; centre < sums.Rows; centre++)
        {
            var length = WordVectors.Length(sums[centre]);
            if (length > 0)
            {
                VectorKernels.Scale(sums[centre], 1 / length);
                sums[centre].CopyTo(_centres[centre]);
            }
        }
    }
}
