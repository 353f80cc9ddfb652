namespace Sinter.Data.Bias;

/// <summary>Chooses how often each document is taken, so that groups stand at set shares: exactly, but for the rounding to whole documents, and the same for the same seed.</summary>
public static class BalancedSample
{
    /// <summary>How often each document is taken.</summary>
    /// <param name="groups">The group of each document; -1 for those that are taken once whatever happens.</param>
    /// <param name="hashes">A number of each document that decides which are chosen, such as the hash of its id.</param>
    /// <param name="shares">The share of each group, 0 or more; they need not add up to 1.</param>
    /// <param name="upSample">Whether documents of small groups are repeated; else some of the large groups are left out.</param>
    /// <exception cref="ArgumentException">A group with a share has no document, or no group has a share.</exception>
    public static int[] Choose(ReadOnlySpan<int> groups, ReadOnlySpan<ulong> hashes, IReadOnlyList<double> shares, bool upSample)
    {
        var members = shares.Select(static _ => new List<int>()).ToArray();
        var taken = new int[groups.Length];
        for (var document = 0; document < groups.Length; document++)
        {
            if (groups[document] < 0)
            {
                taken[document] = 1;
            }
            else
            {
                members[groups[document]].Add(document);
            }
        }

        var wanted = Enumerable.Range(0, shares.Count).Where(group => shares[group] > 0).ToList();
        if (wanted.Count == 0 || wanted.Exists(group => members[group].Count == 0))
        {
            throw new ArgumentException("Every group that is to have a share needs at least one document that names it more often than the others.");
        }

        var scales = wanted.ConvertAll(group => members[group].Count / shares[group]);
        var scale = upSample ? scales.Max() : scales.Min();
        var keys = hashes.ToArray();
        foreach (var group in wanted)
        {
            // Where one group has a few documents and another no end of them, the few are not repeated without end.
            var target = Math.Min((long)Math.Max(1, Math.Round(scale * shares[group])), 1000L * members[group].Count);
            var order = members[group].OrderBy(document => keys[document]).ThenBy(static document => document).ToList();
            for (var at = 0; at < order.Count; at++)
            {
                taken[order[at]] = (int)((target / order.Count) + (at < target % order.Count ? 1 : 0));
            }
        }

        return taken;
    }
}
