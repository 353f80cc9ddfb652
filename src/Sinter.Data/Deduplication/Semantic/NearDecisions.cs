using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Brings together what the clusters found, where a document on a border was in two of them: a document goes where one stays that it is like. It may have been like one that is itself
/// taken away for another; then it is compared with that other, and stays where it is not like it.
/// </summary>
/// <param name="vectors">The vectors, of length 1.</param>
/// <param name="threshold">The cosine from which two are the same.</param>
internal sealed class NearDecisions(VectorStore vectors, float threshold)
{
    /// <summary>Decides over all pairs.</summary>
    /// <param name="pairs">What the clusters found.</param>
    /// <param name="places">The place of each document in the order in which they would stay.</param>
    /// <param name="findings">Takes each document that goes with the one that stays.</param>
    public void Decide(List<NearPair> pairs, int[] places, DuplicateFindings findings)
    {
        var stays = new Dictionary<int, int>();
        foreach (var group in pairs.OrderBy(pair => places[pair.Document]).ThenByDescending(static pair => pair.Cosine).ThenBy(pair => places[pair.Leader]).GroupBy(static pair => pair.Document))
        {
            foreach (var pair in group)
            {
                var leader = stays.GetValueOrDefault(pair.Leader, pair.Leader);
                if (leader == pair.Leader || Cosine(pair.Document, leader) >= threshold)
                {
                    stays[pair.Document] = leader;
                    findings.Pair(leader, pair.Document);
                    break;
                }
            }
        }
    }

    private float Cosine(int first, int second)
    {
        var (a, b) = (new float[vectors.Dimension], new float[vectors.Dimension]);
        vectors.Read(first, a);
        vectors.Read(second, b);
        return VectorKernels.Dot(a, b);
    }
}
