namespace Sinter.Data.Deduplication;

/// <summary>Puts vectors into clusters of at most a given size, those that are larger into smaller ones again.</summary>
/// <param name="vectors">The vectors, of length 1.</param>
/// <param name="largest">The most members of a cluster.</param>
/// <param name="seed">Where the random numbers begin.</param>
/// <param name="parallel">How many threads work, and when they stop.</param>
internal sealed class ClusterSplitter(VectorStore vectors, int largest, int seed, ParallelOptions parallel)
{
    private const int MostCentres = 1024;
    private const int MostDepth = 6;

    // A cluster of which so much falls into one part again is of one piece.
    private const double OnePiece = 0.9;

    /// <summary>The clusters. A member on a border is in two; a cluster that cannot be cut, as all its members are nearly the same, stays large.</summary>
    public IEnumerable<int[]> Split(int[] members) => Split(members, 0);

    private IEnumerable<int[]> Split(int[] members, int depth)
    {
        if (members.Length <= largest || depth == MostDepth)
        {
            return [members];
        }

        var parts = Cut(members, (int)Math.Clamp(4L * members.Length / largest, 2, MostCentres));
        return parts.Exists(part => part.Length > OnePiece * members.Length)
            ? [members]
            : parts.SelectMany(part => Split(part, depth + 1));
    }

    private List<int[]> Cut(int[] members, int count)
    {
        var clusters = SphericalClusters.Find(vectors, members, count, seed, parallel);
        var nearest = new (int First, int Second)[members.Length];
        Parallel.For(0, members.Length, parallel, () => new float[vectors.Dimension], (at, _, vector) =>
        {
            vectors.Read(members[at], vector);
            nearest[at] = clusters.Nearest(vector);
            return vector;
        }, static _ => { });

        var parts = new List<int>[count];
        for (var at = 0; at < members.Length; at++)
        {
            var (first, second) = nearest[at];
            (parts[first] ??= []).Add(members[at]);
            if (second >= 0)
            {
                (parts[second] ??= []).Add(members[at]);
            }
        }

        return [.. parts.Where(static part => part is { Count: > 1 }).Select(static part => part.ToArray())];
    }
}
