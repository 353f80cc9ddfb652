namespace Sinter.Data.Deduplication;

/// <summary>Which document stays for each: of those that are the same the one with the lowest rank, and of equal ranks the first. It takes 4 bytes a document.</summary>
internal sealed class Survivors
{
    private readonly UnionFind _clusters;
    private readonly int _earlier;

    // By the name of the cluster, which is its first document.
    private readonly int[] _kept;

    public Survivors(UnionFind clusters, IDocumentStore documents)
    {
        _clusters = clusters;
        _earlier = documents.Earlier;
        _kept = GC.AllocateUninitializedArray<int>(clusters.Count);
        for (var document = 0; document < _kept.Length; document++)
        {
            _kept[document] = document;
            var cluster = clusters.Find(document);

            // The first of a cluster comes before the others; an earlier run has decided for good.
            if (cluster != document && cluster >= _earlier && documents.Rank(document) < documents.Rank(_kept[cluster]))
            {
                _kept[cluster] = document;
            }
        }
    }

    /// <summary>The document that stays in the place of this one; itself where it stays.</summary>
    public int Of(int document) => document < _earlier ? document : _kept[_clusters.Find(document)];
}
