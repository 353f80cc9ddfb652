using System.Runtime.InteropServices;
using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds, within one cluster, for each document the one that stays in its place: documents come in the order in which they would stay, and each is compared with those before it that
/// were like none (Hartigan's leaders, 1975). So nothing is taken away that is not itself like what stays, however long a chain of likenesses is.
/// </summary>
/// <param name="vectors">The vectors, of length 1.</param>
/// <param name="threshold">The cosine from which two are the same.</param>
/// <param name="earlier">How many documents, the first, always stay.</param>
internal sealed class NearLeaders(VectorStore vectors, float threshold, int earlier)
{
    // In a cluster that could not be cut, more documents than this that are like no other are not compared with what follows.
    private const int MostLeaders = 1 << 13;

    private readonly List<float> _values = [];
    private readonly List<int> _leaders = [];
    private readonly float[] _vector = new float[vectors.Dimension];

    /// <summary>The documents that are like a leader, each with the likest.</summary>
    /// <param name="members">The documents of the cluster, in the order in which they would stay.</param>
    public List<NearPair> Find(int[] members)
    {
        _values.Clear();
        _leaders.Clear();
        var pairs = new List<NearPair>();
        foreach (var document in members)
        {
            vectors.Read(document, _vector);
            var (leader, cosine) = document < earlier ? (-1, 0) : Nearest();
            if (leader >= 0 && cosine >= threshold)
            {
                pairs.Add(new NearPair(document, _leaders[leader], cosine));
            }
            else if (_leaders.Count < MostLeaders)
            {
                _leaders.Add(document);
                _values.AddRange(_vector);
            }
        }

        return pairs;
    }

    private (int Leader, float Cosine) Nearest()
    {
        var values = CollectionsMarshal.AsSpan(_values);
        var (best, greatest) = (-1, float.NegativeInfinity);
        for (var leader = 0; leader < _leaders.Count; leader++)
        {
            var cosine = VectorKernels.Dot(values.Slice(leader * _vector.Length, _vector.Length), _vector);
            if (cosine > greatest)
            {
                (best, greatest) = (leader, cosine);
            }
        }

        return (best, greatest);
    }
}

/// <summary>A document that is like another, which would stay before it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Leader">The other.</param>
/// <param name="Cosine">How alike they are.</param>
internal readonly record struct NearPair(int Document, int Leader, float Cosine);
